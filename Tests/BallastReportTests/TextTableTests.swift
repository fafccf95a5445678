import BallastReport
import Testing

@Suite struct TextTableTests {
    @Test func columnsAreAligned() {
        var table = TextTable([.init("model"), .init("ratio", .trailing), .init("note")])
        table.append(["GoogLeNet", "1.52", ""])
        table.append(["犬", "12", "wide"])
        #expect(
            table.text() == """
                model      ratio  note
                ─────────  ─────  ────
                GoogLeNet   1.52
                犬            12  wide

                """)
        let ascii = TerminalStyle(isTerminal: false, usesColor: false, usesUnicode: false)
        #expect(table.text(style: ascii).contains("---------  -----  ----\n"))
    }

    @Test func colorCodesTakeNoColumns() {
        let style = TerminalStyle(isTerminal: true, usesColor: true, usesUnicode: true)
        var table = TextTable([.init("a"), .init("b")])
        table.append([style.colored("red", .red), "1"])
        table.append(["green", "2"])
        let lines = table.text(style: style).split(separator: "\n")
        #expect(lines[2] == "\u{1B}[31mred\u{1B}[0m    1")
    }
}
