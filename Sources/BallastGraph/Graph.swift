import BallastCore

/// A traced computation: nodes in an order in which each comes after those it reads.
///
/// A graph is a value. Tracing makes one (``GraphBuilder``), ``differentiated(loss:)`` and the
/// passes turn one into another, and a backend compiles the last.
public struct Graph: Sendable {
    /// A named value that the caller reads after a run.
    public struct Result: Hashable, Sendable {
        public var name: String
        public var value: ValueID
    }

    public internal(set) var nodes: [Node] = []
    /// The type of each value, indexed by ``ValueID/index``.
    public internal(set) var types: [TensorType] = []
    public internal(set) var results: [Result] = []

    public init() {}

    public func type(of value: ValueID) -> TensorType {
        types[value.index]
    }

    public func shape(of value: ValueID) -> Shape {
        types[value.index].shape
    }

    /// The value named `name` among the results.
    public func result(_ name: String) -> ValueID? {
        results.first { $0.name == name }?.value
    }

    /// The state slots that a run writes, in the order of the writes.
    public var writtenSlots: [StateSlot] {
        nodes.compactMap { node in
            if case .writeState(let slot) = node.operation { slot } else { nil }
        }
    }

    /// The state slots that a run reads, without repetition, in the order of first reading.
    public var readSlots: [StateSlot] {
        var seen: Set<StateSlot> = []
        return nodes.compactMap { node in
            guard case .readState(let slot, _) = node.operation else { return nil }
            return seen.insert(slot).inserted ? slot : nil
        }
    }
}

extension Graph {
    /// Appends a node, infers its output types and returns its output values.
    @discardableResult
    public mutating func append(
        _ operation: Operation, _ inputs: [ValueID], layer: String
    ) -> [ValueID] {
        let outputTypes = operation.outputTypes(for: inputs.map(type(of:)))
        return append(operation, inputs, types: outputTypes, layer: layer)
    }

    mutating func append(
        _ operation: Operation, _ inputs: [ValueID], types outputTypes: [TensorType], layer: String
    ) -> [ValueID] {
        let first = types.count
        types += outputTypes
        let outputs = (first..<types.count).map(ValueID.init)
        nodes.append(Node(operation, inputs: inputs, outputs: outputs, layer: layer))
        return outputs
    }

    /// For every value, the indices of the nodes that read it.
    func consumers() -> [[Int]] {
        var table = Array(repeating: [Int](), count: types.count)
        for (index, node) in nodes.enumerated() {
            for input in Set(node.inputs) {
                table[input.index].append(index)
            }
        }
        return table
    }

    /// For every value, the index of the node that makes it.
    func producers() -> [Int?] {
        var table = [Int?](repeating: nil, count: types.count)
        for (index, node) in nodes.enumerated() {
            for output in node.outputs {
                table[output.index] = index
            }
        }
        return table
    }
}
