import BallastReport
import Testing

@Suite struct TerminalStyleTests {
    @Test(
        arguments: [
            (true, ["LANG": "C.UTF-8"], true, true, true),
            (true, ["LANG": "C.UTF-8", "NO_COLOR": "1"], true, false, true),
            (true, ["LANG": "C.UTF-8", "NO_COLOR": ""], true, true, true),
            (true, ["LANG": "en_US.utf8", "TERM": "dumb"], false, false, true),
            (true, ["LC_ALL": "C", "LANG": "C.UTF-8"], true, true, false),
            (true, [:], true, true, false),
            (false, ["LANG": "C.UTF-8"], false, false, true),
        ] as [(Bool, [String: String], Bool, Bool, Bool)])
    func environmentDecides(
        isTerminal: Bool, environment: [String: String], rewrites: Bool, colors: Bool,
        unicode: Bool
    ) {
        let style = TerminalStyle(isTerminal: isTerminal, environment: environment)
        #expect(style.isTerminal == rewrites)
        #expect(style.usesColor == colors)
        #expect(style.usesUnicode == unicode)
        #expect(style.width == 80)
    }

    @Test func theTerminalsWidthGoesBeforeTheEnvironments() {
        let environment = ["COLUMNS": "100"]
        #expect(TerminalStyle(isTerminal: true, environment: environment).width == 100)
        let known = TerminalStyle(isTerminal: true, environment: environment, terminalWidth: 50)
        #expect(known.width == 50)
    }
}
