import ArgumentParser
import Ballast

@main
struct BallastCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ballast",
        abstract: "Trains image classifiers and says why a training goes wrong.",
        discussion: """
            Begin with `ballast train`: it trains a small ResNet on a built-in data set and \
            writes a run directory, which every other command reads.

            Exit codes: 0 done, 1 internal fault, 3 training diverged, 4 --fail-on-finding found \
            something, 64 usage, 65 bad input, 66 not found, 73 cannot write, 130 interrupted.
            """,
        version: "ballast \(BallastVersion.current)",
        subcommands: [
            TrainCommand.self, EvaluateCommand.self, PredictCommand.self, ImportCommand.self,
            ExportCommand.self, BenchCommand.self, DemoCommand.self, FindLRCommand.self,
            RaiseLRCommand.self, DiagnoseCommand.self, WatchCommand.self,
            ReportCommand.self, DashboardCommand.self, DataCommand.self,
        ])

    static func main() {
        StopSignal.ignoreWriteSignals()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            Failure.exit(error)
        }
    }
}
