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

    private static func table() -> TextTable {
        var table = TextTable([
            .init("run"), .init("health"), .init("steps to target", .trailing), .init("how sure"),
        ])
        table.append(["sweeps/rate-0.1/version_12", "unhealthy", "1200", "likely, from the log"])
        table.append(["b", "healthy", "9", ""])
        return table
    }

    @Test func cellsAreBrokenWhereATerminalIsTooNarrow() {
        let style = TerminalStyle(
            isTerminal: true, usesColor: false, usesUnicode: true, width: 46)
        #expect(
            Self.table().text(style: style) == """
                                               steps
                                                  to
                run               health      target  how sure
                ────────────────  ─────────  ───────  ────────
                sweeps/rate-0.1/  unhealthy     1200  likely,
                version_12                            from the
                                                      log
                b                 healthy          9

                """)
    }

    @Test func wordsStayWholeWhereNobodyLooksOn() {
        let style = TerminalStyle(
            isTerminal: false, usesColor: false, usesUnicode: true, width: 46)
        let text = Self.table().text(style: style)
        #expect(text.contains("sweeps/rate-0.1/version_12"))
    }

    @Test func columnsThatDoNotFitStandBelow() {
        let names = (0..<9).map { "class\($0)" }
        var table = TextTable([.init("file")] + names.map { .init($0, .trailing) })
        table.append(["a.png"] + names.indices.map { "\($0).25" })
        let style = TerminalStyle(
            isTerminal: true, usesColor: false, usesUnicode: false, width: 40)
        #expect(
            table.text(style: style) == """
                file   class0  class1  class2  class3
                -----  ------  ------  ------  ------
                a.png    0.25    1.25    2.25    3.25

                file   class4  class5  class6  class7
                -----  ------  ------  ------  ------
                a.png    4.25    5.25    6.25    7.25

                file   class8
                -----  ------
                a.png    8.25

                """)
    }

    @Test(arguments: [40, 60, 80, 120, 200], [true, false])
    func noLineIsWiderThanTheTerminal(width: Int, unicode: Bool) {
        let style = TerminalStyle(
            isTerminal: true, usesColor: true, usesUnicode: unicode, width: width)
        var table = Self.table()
        table.append([String(repeating: "long/", count: 20), "犬犬犬犬", "1e+06", "a b c d"])
        for line in table.text(style: style).split(separator: "\n") {
            #expect(String(line).columns <= width)
        }
    }
}

extension String {
    /// Columns of a terminal, colour codes left out.
    var columns: Int {
        var (count, inCode) = (0, false)
        for character in self {
            if character == "\u{1B}" { inCode = true }
            if !inCode { count += character == "犬" ? 2 : 1 }
            if character == "m" { inCode = false }
        }
        return count
    }
}
