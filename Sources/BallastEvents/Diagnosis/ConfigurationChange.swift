import BallastCore

/// Other values for some keys of a configuration, such as `{"lr": 0.05, "warmup": 40}`.
public struct ConfigurationChange: Hashable, Sendable {
    public private(set) var values: [String: ConfigurationValue]

    public init(_ values: [RunConfiguration.Key: ConfigurationValue] = [:]) {
        self.values = Dictionary(
            uniqueKeysWithValues: values.map { ($0.key.rawValue, $0.value) })
    }

    public var isEmpty: Bool { values.isEmpty }

    public subscript(key: RunConfiguration.Key) -> ConfigurationValue? {
        get { values[key.rawValue] }
        set { values[key.rawValue] = newValue }
    }

    /// Both changes; where they touch the same key, the other's value.
    public func merged(with other: ConfigurationChange) -> ConfigurationChange {
        var copy = self
        copy.values.merge(other.values) { $1 }
        return copy
    }

    /// The configuration with these values.
    ///
    /// - Throws: ``BallastError`` for a key that does not exist or a value it cannot have.
    public func applied(to configuration: RunConfiguration) throws -> RunConfiguration {
        let written = try JSONCoding.encode(configuration)
        var all = try JSONCoding.decode(
            [String: ConfigurationValue].self, from: written, at: "configuration")
        for (key, value) in values { all[key] = value == .none ? nil : value }
        var changed = try JSONCoding.decode(
            RunConfiguration.self, from: try JSONCoding.encode(all), at: "changed configuration")
        changed.resume = configuration.resume
        return changed
    }

    /// What differs between two configurations: `base` with it is `other`.
    public static func difference(
        from base: RunConfiguration, to other: RunConfiguration
    ) throws -> ConfigurationChange {
        let read = { (configuration: RunConfiguration) in
            try JSONCoding.decode(
                [String: ConfigurationValue].self, from: try JSONCoding.encode(configuration),
                at: "configuration")
        }
        let (old, new) = (try read(base), try read(other))
        var change = ConfigurationChange()
        for (key, value) in new where old[key] != value { change.values[key] = value }
        for key in old.keys where new[key] == nil { change.values[key] = ConfigurationValue.none }
        return change
    }
}

extension ConfigurationChange: Codable {
    public init(from decoder: any Decoder) throws {
        values = try decoder.singleValueContainer().decode([String: ConfigurationValue].self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(values)
    }
}

extension ConfigurationChange: CustomStringConvertible {
    /// As options of `train`, such as `--lr 0.05 --warmup 40`.
    public var description: String {
        values.sorted { $0.key < $1.key }.map { key, value in
            let option = RunConfiguration.Key(rawValue: key)?.option ?? "--\(key)"
            return switch value {
            case .none: "without \(option)"
            case .flag(true): option
            case .flag(false): "without \(option)"
            default: "\(option) \(value)"
            }
        }.joined(separator: " ")
    }
}
