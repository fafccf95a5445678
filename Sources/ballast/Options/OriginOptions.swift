import ArgumentParser
import Ballast

/// What a search begins with: the options of `train`, over those of a file, or an existing run.
struct OriginOptions: ParsableArguments {
    @Option(
        name: .customLong("run"),
        help: ArgumentHelp("Begin with this run, by its own configuration.", valueName: "dir"))
    var run: String?

    @Option(help: ArgumentHelp("A YAML file of options, or a run.", valueName: "file"))
    var config: String?

    /// - Throws: ``BallastError`` of kind `usage` where a run stands beside options that it has
    ///   itself.
    func refuseOptions(beside changes: ConfigurationChanges) throws {
        guard run != nil else { return }
        var given = changes.keys.filter { $0 != .threads }.map(\.option)
        if config != nil { given.append("--config") }
        guard let first = given.first else { return }
        throw BallastError(
            .usage, "\(given.joined(separator: ", ")) cannot stand beside --run", at: first,
            mend: "a run has its own configuration; leave the option away, or leave --run away "
                + "to search for a new one")
    }

    /// The configuration of a new run, by defaults, file and command line.
    func configuration(_ changes: ConfigurationChanges) throws -> RunConfiguration {
        let base = try config.map { try ConfigurationFile.read($0) } ?? RunConfiguration()
        let configuration = try changes.applied(to: base).validated()
        try Backends.check(configuration.precision)
        return configuration
    }
}
