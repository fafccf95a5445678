import BallastCore
import BallastGraph
import BallastRuntime
import CDNNL

/// One translation of a graph into kernels and buffers.
///
/// Every value has one home: a buffer and its layout. A kernel that wants another layout gets a
/// reordered copy, made once.
struct Lowering {
    /// A value's buffer and how the value lies in it.
    struct Located {
        let buffer: BufferID
        let layout: DNNLLayout
    }

    let graph: Graph
    let store: StateStore
    let activations: ActivationLayout
    var program = LoweredProgram()
    private var homes: [ValueID: Located] = [:]
    private var copies: [ValueID: [Located]] = [:]
    /// Buffers of labels and workspaces, which have no tensor layout.
    var opaque: [ValueID: BufferID] = [:]
    /// The slot that a value is written to first, and may be computed in directly.
    private var targets: [ValueID: StateSlot] = [:]
    private var resultNames: [ValueID: String] = [:]
    private var pendingSlots: [ValueID: (slot: StateSlot, version: StateVersion)] = [:]
    private var written: Set<StateSlot> = []
    var node = Node(.squaredNorm, inputs: [], outputs: [], layer: "")

    init(graph: Graph, store: StateStore, activations: ActivationLayout) {
        self.graph = graph
        self.store = store
        self.activations = activations
    }

    mutating func run() throws -> LoweredProgram {
        for node in graph.nodes {
            if case .writeState(let slot) = node.operation, targets[node.inputs[0]] == nil {
                targets[node.inputs[0]] = slot
            }
        }
        for result in graph.results where targets[result.value] == nil {
            resultNames[result.value] = result.name
        }
        for node in graph.nodes {
            self.node = node
            let before = program.steps.count
            try lower(node)
            if program.steps.count > before { noteValues(of: node) }
        }
        for result in graph.results {
            try deliver(result)
        }
        program.writtenSlots = graph.writtenSlots
        return program
    }

    /// Notes where the outputs are that the latest step has left.
    private mutating func noteValues(of node: Node) {
        for output in node.outputs {
            guard let home = homes[output] else { continue }
            program.values.append(
                LoweredValue(
                    output, shape: shape(of: output), buffer: home.buffer, layout: home.layout,
                    step: program.steps.count - 1))
        }
    }

    func shape(of value: ValueID) -> Shape { graph.shape(of: value) }
    func dataType(of value: ValueID) -> DataType { graph.type(of: value).dataType }

    /// The layout in which kernels exchange values of this type.
    func exchangeLayout(_ shape: Shape, _ dataType: DataType) -> DNNLLayout {
        guard shape.rank == 4 else { return DNNLLayout(shape, dataType, BL_PLAIN) }
        guard activations == .blocked else {
            return DNNLLayout(shape, dataType, BL_CHANNELS_LAST)
        }
        return DNNLLayout(shape, dataType, shape[1] >= 16 ? BL_BLOCKED : BL_PLAIN)
    }

    func exchangeLayout(of value: ValueID) -> DNNLLayout {
        exchangeLayout(shape(of: value), dataType(of: value))
    }

    // Homes

    /// Makes the home of a value that the current node computes in this layout: the state slot or
    /// result it is meant for where the layouts agree, otherwise arena memory.
    mutating func allocate(_ value: ValueID, _ layout: DNNLLayout) -> BufferID {
        let storage: BufferSpecification.Storage
        if let slot = targets[value], stateLayout(slot, preferring: layout).matches(layout) {
            storage = .state(slot, .proposed)
            written.insert(slot)
        } else if let name = resultNames[value],
            layout.matches(DNNLLayout(layout.shape, .float32, BL_PLAIN))
        {
            storage = .result(name)
        } else {
            storage = .arena
        }
        let buffer = program.addBuffer(byteCount: layout.byteCount, storage: storage)
        homes[value] = Located(buffer: buffer, layout: layout)
        return buffer
    }

    /// Gives a value the memory of another, seen in another layout.
    mutating func alias(_ value: ValueID, to buffer: BufferID, _ layout: DNNLLayout) {
        homes[value] = Located(buffer: buffer, layout: layout)
    }

    mutating func deferState(_ value: ValueID, _ slot: StateSlot, _ version: StateVersion) {
        pendingSlots[value] = (slot, version)
    }

    /// The layout of a slot; chosen now if nothing has chosen it yet.
    func stateLayout(_ slot: StateSlot, preferring layout: DNNLLayout? = nil) -> DNNLLayout {
        if let known = store.layout(ofParameter: slot.parameter) as? DNNLLayout { return known }
        let usable = slot.kind == .parameter || slot.kind == .gradient
        let chosen: DNNLLayout
        if usable, let layout, layout.dataType == .float32,
            layout.shape.count == slot.shape.count
        {
            chosen = layout
        } else {
            chosen = DNNLLayout(slot.shape, .float32, BL_PLAIN)
        }
        store.choose(chosen, forParameter: slot.parameter)
        return chosen
    }

    /// Where a value is, in whatever layout it has.
    mutating func located(_ value: ValueID) -> Located {
        if let home = homes[value] { return home }
        guard let (slot, version) = pendingSlots[value] else {
            preconditionFailure("value \(value.index) is read before it is computed")
        }
        let layout = stateLayout(slot)
        let home = Located(
            buffer: program.addBuffer(
                byteCount: layout.byteCount, storage: .state(slot, version)),
            layout: layout)
        homes[value] = home
        return home
    }

    /// A parameter in the layout that a kernel wants. A parameter without a layout takes `home`, or
    /// else the wanted one.
    mutating func weights(
        _ value: ValueID, _ wanted: DNNLLayout, home: DNNLLayout? = nil
    ) throws -> BufferID {
        if homes[value] == nil, let (slot, _) = pendingSlots[value] {
            _ = stateLayout(slot, preferring: home ?? wanted)
        }
        return try buffer(value, wanted)
    }

    /// A value's memory in the given layout, reordered if it lies otherwise.
    mutating func buffer(_ value: ValueID, _ layout: DNNLLayout) throws -> BufferID {
        let home = located(value)
        if home.layout.matches(layout) { return home.buffer }
        if let copy = copies[value]?.first(where: { $0.layout.matches(layout) }) {
            return copy.buffer
        }
        let target = program.addBuffer(byteCount: layout.byteCount)
        try reorder(home, to: Located(buffer: target, layout: layout))
        copies[value, default: []].append(Located(buffer: target, layout: layout))
        return target
    }

    /// A value's memory in the layout in which kernels exchange it.
    mutating func buffer(_ value: ValueID) throws -> BufferID {
        try buffer(value, exchangeLayout(of: value))
    }

    /// A value in float32 and canonical order.
    mutating func plainBuffer(_ value: ValueID) throws -> BufferID {
        try buffer(value, DNNLLayout(shape(of: value), .float32, BL_PLAIN))
    }

    mutating func reorder(_ source: Located, to target: Located) throws {
        var (source, target) = (source, target)
        if source.layout.shape != target.layout.shape {
            if isPlain(target.layout) {
                // Such as a linear layer's weight that lies as its kernel over an image wants it.
                let plain = DNNLLayout(source.layout.shape, .float32, BL_PLAIN)
                target = Located(buffer: target.buffer, layout: plain)
            } else {
                source = Located(buffer: source.buffer, layout: reshaped(source, target.layout))
            }
        }
        if source.layout.matches(target.layout) {
            emitCopy(source.buffer, target.buffer, bytes: target.layout.byteCount)
            return
        }
        guard
            let primitive = bl_reorder(source.layout.descriptor, target.layout.descriptor)
        else { throw unsupported("reorder") }
        emit(
            primitive, "reorder", [(BL_SRC, source.buffer)], writes: [(BL_DST, target.buffer)])
    }

    /// The layout of a plain tensor under the extents of `like`.
    private func reshaped(_ source: Located, _ like: DNNLLayout) -> DNNLLayout {
        precondition(
            isPlain(source.layout),
            "a tensor of \(source.layout.shape) is read as \(like.shape) but is not plain")
        return DNNLLayout(like.shape, .float32, BL_PLAIN)
    }

    private func isPlain(_ layout: DNNLLayout) -> Bool {
        layout.matches(DNNLLayout(layout.shape, .float32, BL_PLAIN))
    }

    // Sinks

    /// Brings a value into its slot unless it was computed there.
    mutating func writeState(_ value: ValueID, _ slot: StateSlot) throws {
        if targets[value] == slot, written.contains(slot) { return }
        written.insert(slot)
        let source = located(value)
        let layout = stateLayout(slot, preferring: source.layout)
        let target = program.addBuffer(
            byteCount: layout.byteCount, storage: .state(slot, .proposed))
        try reorder(source, to: Located(buffer: target, layout: layout))
    }

    private mutating func deliver(_ result: Graph.Result) throws {
        node = Node(
            .squaredNorm, inputs: [result.value], outputs: [], layer: "result \(result.name)")
        let source = located(result.value)
        if case .result(result.name) = program.buffers[source.buffer.index].storage { return }
        let layout = DNNLLayout(source.layout.shape, .float32, BL_PLAIN)
        let target = program.addBuffer(
            byteCount: layout.byteCount, storage: .result(result.name))
        try reorder(source, to: Located(buffer: target, layout: layout))
    }

    func unsupported(_ what: String) -> BallastError {
        BallastError(
            .unsupported, "no \(what) kernel: \(dnnlError())", at: "layer \(node.layer)")
    }
}
