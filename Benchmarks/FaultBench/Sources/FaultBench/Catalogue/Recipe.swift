import Ballast

/// One training but for its seed.
struct Recipe: Codable, Hashable, Sendable {
    var configuration: RunConfiguration
    var trainingSamples: Int
    var validationSamples: Int
    /// Up to two things that the configuration cannot say.
    var dataFaults: [DataFault] = []

    /// The configuration of one seed, on one thread.
    func seeded(_ seed: UInt64) -> RunConfiguration {
        var configuration = configuration
        configuration.seed = seed
        configuration.threads = 1
        return configuration
    }

    /// A copy with some keys changed.
    func with(_ change: (inout RunConfiguration) -> Void) -> Recipe {
        var copy = self
        change(&copy.configuration)
        return copy
    }

    func with(_ fault: DataFault) -> Recipe {
        var copy = self
        copy.dataFaults.append(fault)
        return copy
    }

    /// Changes when anything of the training does.
    func digest() throws -> String {
        var checksum = Checksum()
        checksum.update(try JSONCoding.encode(self))
        return checksum.hexadecimal
    }
}
