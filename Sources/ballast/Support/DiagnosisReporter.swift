import Ballast

/// What a diagnosis is doing, on one line of standard error that is written over.
final class DiagnosisReporter {
    private let isQuiet: Bool
    private let style = TerminalStyle.detected(fileDescriptor: 2)
    private var shown = ""

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
    }

    func show(_ progress: DiagnosisProgress) {
        guard !isQuiet else { return }
        if style.isTerminal {
            let count =
                progress.budget > 0 ? " (\(progress.steps) of \(progress.budget) steps)" : ""
            let line = String((progress.activity + count).prefix(max(20, style.width - 1)))
            Console.error("\r\u{1B}[K\(line)")
            shown = line
        } else if progress.activity != shown {
            Console.error(progress.activity + "\n")
            shown = progress.activity
        }
    }

    /// Clears the line.
    func end() {
        if !isQuiet, style.isTerminal, !shown.isEmpty { Console.error("\r\u{1B}[K") }
    }
}
