import ArgumentParser

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the names of the cases.")

    @OptionGroup var options: CaseOptions

    func run() throws {
        for bench in try options.cases() { print(bench.id) }
    }
}
