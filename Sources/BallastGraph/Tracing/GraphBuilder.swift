import BallastCore

/// Collects the operations that symbolic ``Tensor``s are given, in order.
public final class GraphBuilder {
    public internal(set) var graph = Graph()
    private var scope: [String] = []
    private var stateReads: [StateSlot: ValueID] = [:]
    private var dropoutSites = 0
    private var inputNames: Set<String> = []

    public init() {}

    /// The name of the layer being traced, its parents' names in front.
    public var layer: String { scope.joined(separator: ".") }

    /// Traces `body` with `name` added to the layer's name.
    public func scoped<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
        scope.append(name)
        defer { scope.removeLast() }
        return try body()
    }

    /// Traces `body` as operations of the layer of this full name, whatever scope is open.
    public func inLayer<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
        let outer = scope
        scope = name.isEmpty ? [] : [name]
        defer { scope = outer }
        return try body()
    }

    /// Appends an operation on tensors of this builder.
    public func append(_ operation: Operation, _ inputs: [Tensor]) -> [Tensor] {
        precondition(inputs.allSatisfy { $0.builder === self }, "tensors of two traces are mixed")
        return graph.append(operation, inputs.map(\.value), layer: layer)
            .map { Tensor(value: $0, builder: self) }
    }

    /// A tensor that the caller gives at each run. Images are given channels last although their
    /// shape reads `(N, C, H, W)`.
    ///
    /// - Precondition: no other input has this name.
    public func input(_ name: String, _ shape: Shape, _ dataType: DataType = .float32) -> Tensor {
        precondition(inputNames.insert(name).inserted, "two inputs are named \(name)")
        return append(.input(name: name, TensorType(shape, dataType)), [])[0]
    }

    public func constant(_ value: Double, shape: Shape = .scalar) -> Tensor {
        append(.constant(value, TensorType(shape)), [])[0]
    }

    public func scalar(_ source: ScalarSource) -> Tensor {
        append(.scalar(source), [])[0]
    }

    /// What a slot holds: committed, unless this trace has written it or asks for the proposal.
    public func read(_ slot: StateSlot, _ version: StateVersion = .committed) -> Tensor {
        if version == .committed, let value = stateReads[slot] {
            return Tensor(value: value, builder: self)
        }
        let tensor = append(.readState(slot, version), [])[0]
        if version == .committed { stateReads[slot] = tensor.value }
        return tensor
    }

    /// Proposes a new value for a slot.
    public func write(_ tensor: Tensor, to slot: StateSlot) {
        _ = append(.writeState(slot), [tensor])
    }

    /// Names a value that the caller reads after a run.
    public func result(_ name: String, _ tensor: Tensor) {
        precondition(graph.result(name) == nil, "two results are named \(name)")
        graph.results.append(.init(name: name, value: tensor.value))
    }

    /// A number for one more dropout layer, so that each draws masks of its own.
    public func nextDropoutSite() -> Int {
        dropoutSites += 1
        return dropoutSites
    }
}
