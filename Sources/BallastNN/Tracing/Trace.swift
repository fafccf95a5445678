import BallastCore
import BallastGraph

/// Where a layer stands while it is traced: its name, the mode, and the way to its state.
public struct Trace {
    public let builder: GraphBuilder
    public let mode: TraceMode
    /// The dotted name of the layer, empty for the model itself.
    public let path: String
    /// Collects the state that the layers name.
    public let registry: ModelRegistry
    /// Which values of the running statistics are read: the committed ones, or for the later
    /// batches of one accumulated step what the batches before have proposed.
    public let statisticsVersion: StateVersion
    /// Replaces the initializers of layers.
    public private(set) var initialization: InitializationChoice
    /// Whether the parameter or statistic of this full name is held.
    public let isFrozen: (String) -> Bool

    public init(
        _ builder: GraphBuilder, mode: TraceMode, registry: ModelRegistry = ModelRegistry(),
        statisticsVersion: StateVersion = .committed,
        initialization: InitializationChoice = .model,
        isFrozen: @escaping (String) -> Bool = { _ in false }
    ) {
        self.init(
            builder, mode, "", registry, statisticsVersion, initialization, isFrozen)
    }

    private init(
        _ builder: GraphBuilder, _ mode: TraceMode, _ path: String, _ registry: ModelRegistry,
        _ statisticsVersion: StateVersion, _ initialization: InitializationChoice,
        _ isFrozen: @escaping (String) -> Bool
    ) {
        self.builder = builder
        self.mode = mode
        self.path = path
        self.registry = registry
        self.statisticsVersion = statisticsVersion
        self.initialization = initialization
        self.isFrozen = isFrozen
    }

    /// The trace of the part `name` of this layer.
    public subscript(name: String) -> Trace {
        Trace(
            builder, mode, qualified(name), registry, statisticsVersion, initialization, isFrozen)
    }

    /// The trace of the model's last layer `name`, whose bias begins as that layer says.
    public subscript(last name: String) -> Trace {
        var trace = self[name]
        trace.initialization.bias = nil
        return trace
    }

    /// The same trace with another choice of initializers; `.model` keeps the present one.
    public func initialized(_ choice: InitializationChoice) -> Trace {
        guard choice != .model else { return self }
        var copy = self
        copy.initialization = choice
        return copy
    }

    /// Records `body`'s operations under this layer's name.
    public func scoped<Result>(_ body: () throws -> Result) rethrows -> Result {
        try builder.inLayer(path, body)
    }

    /// The name of this layer's own state `name` within the model.
    public func qualified(_ name: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }
}
