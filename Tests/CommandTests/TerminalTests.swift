import Foundation
import Testing

@Suite("Text keeps to its width")
struct TerminalTests {
    private static let recordings = "\(#filePath)".replacing(
        "CommandTests/TerminalTests.swift", with: "BallastLogsTests/Recordings")
    private static let snapshots = "\(#filePath)".replacing(
        "TerminalTests.swift", with: "Snapshots")
    private static let widths = [60, 80, 120]

    /// What is shown of logs that were made elsewhere: no training, so the same on every processor.
    private static let shown: [(name: String, arguments: [String])] = [
        ("log-nan", ["diagnose", "print-nan.txt"]),
        ("log-spike", ["diagnose", "spike.csv", "--classes", "7"]),
        ("logs", ["diagnose", "chart-two-runs.csv", "csvlogger-nan.csv", "summary.csv"]),
        ("help", ["export", "--help"]),
    ]

    @Test("as it is recorded", arguments: shown.indices, [true, false])
    func snapshot(index: Int, unicode: Bool) throws {
        let (name, arguments) = Self.shown[index]
        let workspace = try Self.workspace()
        for width in Self.widths {
            let result = try workspace.run(arguments, columns: width, unicode: unicode)
            #expect(result.status == 0, "\(result.error)")
            Self.expectWidth(result.output, width)
            if !unicode { #expect(result.output.utf8.allSatisfy { $0 < 0x80 }) }
            let file = "\(Self.snapshots)/\(name)-\(width)\(unicode ? "" : "-ascii").txt"
            if ProcessInfo.processInfo.environment["BALLAST_WRITE_SNAPSHOTS"] != nil {
                try Data(result.output.utf8).write(to: URL(fileURLWithPath: file))
            }
            let recorded = try String(contentsOfFile: file, encoding: .utf8)
            #expect(result.output == recorded)
        }
    }

    @Test("trainings and what is measured of them", arguments: widths)
    func commands(width: Int) throws {
        let workspace = try Workspace()
        let data = "shapes7:train=256,test=64"
        let model = ["--model", "lenet5", "--threads", "1"]
        let commands = [
            ["train", "--data", data, "--steps", "12", "--validate-every", "4", "--plot"]
                + ["--batch-size", "32", "--out", "run"] + model,
            ["evaluate", "run"], ["diagnose", "run", "--no-replay"], ["data", "inspect", data],
            ["find-lr", "--data", data, "--budget", "100steps"] + model,
            ["bench", "--seconds", "0.01", "--explain"] + model,
        ]
        for command in commands {
            let result = try workspace.run(command, columns: width)
            #expect(result.status == 0, "\(command) \(result.error)")
            Self.expectWidth(result.output, width)
            #expect(!result.output.contains("\u{1B}") && !result.error.contains("\u{1B}"))
        }
    }

    @Test("the losses are drawn at the end where there is no terminal")
    func plot() throws {
        let workspace = try Workspace()
        let result = try workspace.run(
            Workspace.tiny + [
                "--steps", "8", "--validate-every", "2", "--plot", "--out", "run",
            ], columns: 60, unicode: false)
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("run: completed after 8 steps\n"))
        let lines = result.error.split(separator: "\n")
        #expect(lines.first == "loss (logarithmic axis)")
        #expect(
            lines.last == "  * training   o validation" || lines.last?.contains("o val") == true)
        #expect(result.error.contains("ln 7"))
    }

    @Test("in a terminal the losses are drawn in colour below the bar, over and over")
    func live() throws {
        let workspace = try Workspace()
        let training =
            Workspace.tiny.dropLast() + ["--steps", "40", "--validate-every", "10", "--plot"]
        // `script` gives a command a terminal of its own.
        let command = ([Workspace.program] + training + ["--out", "run"]).joined(separator: " ")
        let started = try workspace.start(
            ["-qec", command, "/dev/null"], program: "/usr/bin/script",
            environment: ["TERM": "xterm", "LC_ALL": "C.UTF-8", "NO_COLOR": ""])
        started.process.waitUntilExit()
        let screen = try workspace.result(of: started).output
        #expect(started.process.terminationStatus == 0)
        #expect(screen.contains("\u{1B}[34m") && screen.contains("\u{1B}[33m"))
        #expect(screen.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) })
        #expect(screen.contains("\u{1B}[K") && screen.contains("\u{1B}[J"))
        // The bar and the chart stay above the answer.
        let end = try #require(screen.range(of: "━━\u{1B}[0m validation", options: .backwards))
        #expect(screen[end.upperBound...].contains("run: completed after 40 steps"))
    }

    private static func workspace() throws -> Workspace {
        let workspace = try Workspace()
        for path in [
            "text/print-nan.txt", "wandb/chart-two-runs.csv", "keras/csvlogger-nan.csv",
            "timm/summary.csv",
        ] {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            try FileManager.default.copyItem(
                atPath: "\(recordings)/\(path)", toPath: "\(workspace.path)/\(name)")
        }
        try workspace.write(spike, to: "spike.csv")
        return workspace
    }

    /// Ninety steps whose validation loss leaves the training loss for a while.
    private static var spike: String {
        "step,train_loss,val_loss\n"
            + (1...90).map { step in
                let training = 0.5 + 1.5 * Double(90 - step) / 90
                let peak = (30..<50).contains(step) ? Double(8 * (50 - step)) : 0
                let rounded = { (value: Double) in (value * 1000).rounded() / 1000 }
                return "\(step),\(rounded(training)),\(rounded(training * 1.1 + peak))\n"
            }.joined()
    }

    /// Words cannot be broken, such as paths, nor can the lines of a program.
    private static func expectWidth(_ text: String, _ width: Int) {
        for line in text.split(separator: "\n") where line.split(separator: " ").count > 1 {
            let isCode = line.hasPrefix("    ") && (line.contains("(") || line.contains(" = "))
            if isCode { continue }
            #expect(line.count <= width, "\(line)")
        }
    }
}
