import BallastCore
import BallastGraph
import BallastRuntime

/// One step per node of a graph, and one per result.
struct ReferenceLowering {
    private let graph: Graph
    private let keepResult: (String, [Double]) -> Void
    private var program = LoweredProgram()
    private var values: [BufferID] = []
    private var inputs: [String: BufferID] = [:]
    private var states: [StateKey: BufferID] = [:]

    private struct StateKey: Hashable {
        var slot: StateSlot
        var version: StateVersion
    }

    init(_ graph: Graph, keepResult: @escaping (String, [Double]) -> Void) {
        self.graph = graph
        self.keepResult = keepResult
    }

    mutating func run() -> LoweredProgram {
        values = graph.types.map { program.addBuffer(byteCount: 8 * $0.shape.count) }
        for node in graph.nodes {
            lower(node)
        }
        for result in graph.results {
            lowerResult(result)
        }
        program.writtenSlots = graph.writtenSlots
        return program
    }

    private mutating func lower(_ node: Node) {
        switch node.operation {
        case .input(let name, let type):
            lowerInput(name, type, node)
        case .readState(let slot, let version):
            lowerCopy(node, from: state(slot, version), to: values[node.outputs[0].index], slot)
        case .writeState(let slot):
            lowerCopy(node, from: values[node.inputs[0].index], to: state(slot, .proposed), slot)
        default:
            lowerCompute(node)
        }
    }

    private mutating func state(_ slot: StateSlot, _ version: StateVersion) -> BufferID {
        let key = StateKey(slot: slot, version: version)
        if let known = states[key] { return known }
        let made = program.addBuffer(
            byteCount: 8 * slot.shape.count, storage: .state(slot, version))
        states[key] = made
        return made
    }

    private mutating func lowerInput(_ name: String, _ type: TensorType, _ node: Node) {
        let source =
            inputs[name]
            ?? program.addBuffer(byteCount: 4 * type.shape.count, storage: .input(name))
        inputs[name] = source
        let target = values[node.outputs[0].index]
        addStep("input \(name)", node.layer, reads: [source], writes: [target]) { address in
            let (from, to) = (address(source), address(target))
            return ReferenceKernel { _ in
                let values = to.pointer.assumingMemoryBound(to: Double.self)
                for index in 0..<type.shape.count {
                    let position = type.shape.channelsLastIndex(index)
                    values[index] =
                        type.dataType == .int32
                        ? Double(from.pointer.assumingMemoryBound(to: Int32.self)[position])
                        : Double(from.pointer.assumingMemoryBound(to: Float.self)[position])
                }
            }
        }
    }

    private mutating func lowerCopy(
        _ node: Node, from source: BufferID, to target: BufferID, _ slot: StateSlot
    ) {
        addStep("state \(slot.name)", node.layer, reads: [source], writes: [target]) { address in
            let (from, to) = (address(source), address(target))
            return ReferenceKernel { _ in
                to.pointer.copyMemory(from: from.pointer, byteCount: 8 * slot.shape.count)
            }
        }
    }

    private mutating func lowerCompute(_ node: Node) {
        let inputShapes = node.inputs.map(graph.shape(of:))
        let outputShapes = node.outputs.map(graph.shape(of:))
        let reads = node.inputs.map { values[$0.index] }
        let writes = node.outputs.map { values[$0.index] }
        // Kernels read all their inputs before they write, so any output may replace any input.
        let inPlace = zip(writes, reads).map { (write: $0, read: $1) }
        addStep(
            "\(node.operation)", node.layer, reads: reads, writes: writes, inPlace: inPlace
        ) { address in
            let sources = reads.map(address)
            let targets = writes.map(address)
            return ReferenceKernel { scalars in
                let inputs = zip(sources, inputShapes).map(Self.read)
                let outputs = ReferenceKernels.evaluate(
                    node.operation, inputs, shapes: outputShapes, scalars)
                for (target, output) in zip(targets, outputs) {
                    target.pointer.copyMemory(
                        from: output.values, byteCount: 8 * output.values.count)
                }
            }
        }
        for (value, shape) in zip(node.outputs, outputShapes) {
            program.values.append(
                LoweredValue(
                    value, shape: shape, buffer: values[value.index],
                    layout: ReferenceLayout(byteCount: 8 * shape.count),
                    step: program.steps.count - 1))
        }
    }

    private mutating func lowerResult(_ result: Graph.Result) {
        let shape = graph.shape(of: result.value)
        let source = values[result.value.index]
        let target = program.addBuffer(byteCount: 4 * shape.count, storage: .result(result.name))
        addStep("result \(result.name)", "", reads: [source], writes: [target]) {
            [keepResult] address in
            let (from, to) = (address(source), address(target))
            return ReferenceKernel { _ in
                let exact = Self.read(from, shape).values
                let rounded = to.pointer.assumingMemoryBound(to: Float.self)
                for (index, value) in exact.enumerated() {
                    rounded[index] = Float(value)
                }
                keepResult(result.name, exact)
            }
        }
    }

    private mutating func addStep(
        _ name: String, _ layer: String, reads: [BufferID], writes: [BufferID],
        inPlace: [(write: BufferID, read: BufferID)] = [],
        bind: @escaping (_ address: (BufferID) -> BufferAddress) throws -> any Kernel
    ) {
        program.steps.append(
            LoweredStep(
                name: name, layer: layer, reads: reads, writes: writes, inPlace: inPlace,
                bind: bind))
    }

    private static func read(_ address: BufferAddress, _ shape: Shape) -> DoubleTensor {
        let memory = address.pointer.assumingMemoryBound(to: Double.self)
        return DoubleTensor(
            shape: shape, values: Array(UnsafeBufferPointer(start: memory, count: shape.count)))
    }
}
