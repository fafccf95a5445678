import ArgumentParser

@main
struct FaultBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fault-bench",
        abstract: "Is the doctor right? Diagnoses trainings whose faults are known.",
        subcommands: [RunCommand.self, ReportCommand.self, ListCommand.self, ShowCommand.self],
        defaultSubcommand: RunCommand.self)
}
