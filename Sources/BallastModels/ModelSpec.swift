import BallastCore

/// A model by name, `mlp` and `cnn` also with a depth and a width: `mlp:depth=8,width=64`.
public struct ModelSpec: Hashable, Sendable {
    /// What may stand behind the name of a plain network.
    public enum Key: String, Sendable, CaseIterable {
        /// The number of hidden layers.
        case depth
        /// The units or channels of each hidden layer.
        case width

        /// Beyond it a graph takes longer to compile than anyone waits.
        var limit: Int { self == .depth ? 200 : 8192 }
    }

    public var name: ModelName
    /// Nil: the model's own, as is ``width``.
    public var depth: Int?
    public var width: Int?

    public init(_ name: ModelName, depth: Int? = nil, width: Int? = nil) {
        self.name = name
        self.depth = depth
        self.width = width
    }

    /// Reads `NAME` or `NAME:key=value,…` as it stands on the command line.
    ///
    /// - Throws: a usage error that lists the names, or the keys.
    public init(parsing text: String) throws(BallastError) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(try ModelName(parsing: String(parts[0])))
        guard parts.count == 2 else { return }
        guard name.hasExtent else {
            throw Self.error("\(name.rawValue) has no keys, only mlp and cnn do")
        }
        for pair in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
            try read(pair)
        }
    }

    private mutating func read(_ pair: Substring) throws(BallastError) {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw Self.error("'\(pair)' is not key=value") }
        guard let key = Key(rawValue: String(parts[0])) else {
            throw Self.error("\(name.rawValue) has no key '\(parts[0])'")
        }
        let path: WritableKeyPath<ModelSpec, Int?> = key == .depth ? \.depth : \.width
        guard self[keyPath: path] == nil else {
            throw Self.error("the key '\(key.rawValue)' is given twice")
        }
        guard let value = Int(parts[1]), (1...key.limit).contains(value) else {
            throw Self.error("'\(parts[1])' is no value for '\(key.rawValue)'")
        }
        self[keyPath: path] = value
    }

    private static func error(_ what: String) -> BallastError {
        let keys = Key.allCases.map { "\($0.rawValue), a number from 1 to \($0.limit)" }
        return BallastError(
            .usage, what, at: "--model",
            mend: "The keys of mlp and cnn are \(keys.joined(separator: ", and ")), as in "
                + "mlp:depth=8,width=64.")
    }

    /// The model.
    ///
    /// - Throws: what ``ModelName/make(_:)`` throws.
    public func make(_ options: ModelOptions) throws(BallastError) -> any Model {
        guard depth != nil || width != nil else { return try name.make(options) }
        try ModelName.check(options)
        let model: any Model =
            name == .cnn
            ? PlainCNN(options, depth: depth ?? 4, width: width ?? 32)
            : MLP(options, widths: Array(repeating: width ?? 256, count: depth ?? 2))
        try model.checkImageSize(options.imageSize)
        return model
    }
}

extension ModelSpec: CustomStringConvertible {
    /// The text that ``init(parsing:)`` reads.
    public var description: String {
        let keys = [depth.map { "depth=\($0)" }, width.map { "width=\($0)" }].compactMap { $0 }
        return keys.isEmpty ? name.rawValue : name.rawValue + ":" + keys.joined(separator: ",")
    }
}
