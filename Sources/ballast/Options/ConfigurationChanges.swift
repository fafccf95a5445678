import Ballast

/// The options that a person gave, to be laid over a configuration.
struct ConfigurationChanges {
    /// The keys given, in the order of the help text.
    private(set) var keys: [RunConfiguration.Key] = []
    private var changes: [(inout RunConfiguration) -> Void] = []

    /// Remembers a value for a property that always has one; nil changes nothing.
    mutating func set<Value>(
        _ key: RunConfiguration.Key, _ path: WritableKeyPath<RunConfiguration, Value>,
        _ value: Value?
    ) {
        guard let value else { return }
        keys.append(key)
        changes.append { $0[keyPath: path] = value }
    }

    /// Remembers a value for a property that may have none; nil changes nothing.
    mutating func set<Value>(
        _ key: RunConfiguration.Key, optional path: WritableKeyPath<RunConfiguration, Value?>,
        _ value: Value?
    ) {
        guard let value else { return }
        keys.append(key)
        changes.append { $0[keyPath: path] = value }
    }

    /// The configuration with the given options in it.
    ///
    /// A length of one kind replaces one of the other kind that came from below.
    func applied(to configuration: RunConfiguration) -> RunConfiguration {
        var changed = configuration
        if keys.contains(.epochs) || keys.contains(.steps) {
            changed.epochs = nil
            changed.steps = nil
        }
        for change in changes { change(&changed) }
        return changed
    }
}
