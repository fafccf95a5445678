import BallastReport
import Testing

@Suite struct ParagraphTests {
    @Test func linesAreBrokenAtSpaces() {
        #expect(
            Paragraph.text("one two three four five", width: 14, indent: 2, bullet: "•") == """
                • one two
                  three four
                  five

                """)
        #expect(Paragraph.text("a verylongwordindeed b", width: 8) == "a\nverylongwordindeed\nb\n")
    }

    @Test func aPerCentSignStaysWithItsNumber() {
        #expect(Paragraph.text("it is 100 % of it", width: 10) == "it is\n100 % of\nit\n")
    }

    @Test func aLongCommandCanStillBeTyped() {
        #expect(Paragraph.command("ballast demo", width: 40) == "  ballast demo\n")
        #expect(
            Paragraph.command("ballast raise-lr --run runs/mine --budget 20m", width: 40) == """
                  ballast raise-lr --run runs/mine \\
                      --budget 20m

                """)
        let quoted = "ballast report 'runs/a name with many spaces in it' -o page.html"
        #expect(Paragraph.command(quoted, width: 40) == "  \(quoted)\n")
    }

    @Test func messagesAreBrokenOnTerminalsOnly() {
        let text = "step 10: the loss jumps from 1.95 to 159\n  half the rate"
        let terminal = TerminalStyle(
            isTerminal: true, usesColor: false, usesUnicode: true, width: 30)
        #expect(
            terminal.message(text) == """
                step 10: the loss jumps from
                  1.95 to 159
                  half the rate

                """)
        #expect(TerminalStyle.plain.message(text) == text + "\n")
    }

    @Test func typographyIsSpelledWhereOnlyASCIIShows() {
        let ascii = TerminalStyle(isTerminal: false, usesColor: false, usesUnicode: false)
        #expect(ascii.spelled("“28×28” • a … b · Grün") == "\"28x28\" - a ... b - Grün")
        #expect(TerminalStyle.plain.spelled("28×28") == "28×28")
    }
}
