import BallastReport
import Testing

@Suite struct LiveRegionTests {
    @Test func linesAreWrittenOverInPlace() {
        var terminal = TestTerminal(width: 20, height: 6)
        var region = LiveRegion()
        terminal.write("begins\n")
        terminal.write(region.show(["bar 1", "chart a", "chart b"], width: 20))
        #expect(terminal.screen == ["begins", "bar 1", "chart a", "chart b"])
        terminal.write(region.show(["bar 20", "chart a", "c"], width: 20))
        #expect(terminal.screen == ["begins", "bar 20", "chart a", "c"])
        terminal.write(region.show(["bar 3", "chart a", "c"], width: 20))
        #expect(terminal.screen == ["begins", "bar 3", "chart a", "c"])
        terminal.write(region.finish() + "ends")
        #expect(terminal.screen == ["begins", "bar 3", "chart a", "c", "ends"])
    }

    @Test func onlyWhatHasChangedIsWrittenAgain() {
        var region = LiveRegion()
        _ = region.show(["bar 1", "a long line of a chart", "end"], width: 40)
        #expect(region.show(["bar 1", "a long line of a chart", "end"], width: 40) == "")
        let change = region.show(["bar 2", "a long line of a chart", "end"], width: 40)
        #expect(change.contains("bar 2") && !change.contains("chart"))
    }

    @Test func messagesComeAboveAndScroll() {
        var terminal = TestTerminal(width: 20, height: 4)
        var region = LiveRegion()
        terminal.write(region.show(["bar", "chart"], width: 20))
        for number in 1...3 {
            terminal.write(region.write(above: "message \(number)\n", width: 20))
        }
        #expect(terminal.screen == ["message 2", "message 3", "bar", "chart"])
        terminal.write(region.show(["bar", "grows", "more"], width: 20))
        #expect(terminal.screen == ["message 3", "bar", "grows", "more"])
    }

    @Test func aTerminalThatHasBecomeNarrowerIsCleared() {
        var region = LiveRegion()
        _ = region.show(["0123456789abcdef", "end"], width: 20)
        // The first line now takes two rows.
        var terminal = TestTerminal(width: 10, height: 6)
        terminal.write("before\n0123456789abcdef\nend")
        terminal.write(region.show(["new", "lines"], width: 10))
        #expect(terminal.screen == ["before", "new", "lines"])
    }

    @Test func coloursTakeNoRoom() {
        let style = TerminalStyle(isTerminal: true, usesColor: true, usesUnicode: true, width: 10)
        let red = style.colored("12345678", .red)
        var terminal = TestTerminal(width: 10, height: 4)
        var region = LiveRegion()
        terminal.write(region.show(["a", red], width: 10))
        terminal.write(region.show(["b", red], width: 10))
        terminal.write(region.write(above: "m\n", width: 10))
        #expect(terminal.screen == ["m", "b", "12345678"])
    }

    @Test func clearingLeavesNothing() {
        var terminal = TestTerminal(width: 10, height: 4)
        var region = LiveRegion()
        terminal.write(region.show(["a", "b"], width: 10))
        terminal.write(region.clear(width: 10))
        #expect(terminal.screen.isEmpty && region.isEmpty)
        #expect(region.finish() == "" && region.clear(width: 10) == "")
    }
}
