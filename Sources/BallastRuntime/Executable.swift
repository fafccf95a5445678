import BallastCore
import BallastGraph

/// A compiled graph with its memory. Runs many times and allocates nothing while it runs.
public final class Executable {
    public let plan: MemoryPlan
    /// The kernels in order, as the printed plan lists them.
    public let steps: [StepDescription]
    /// The slots that a run proposes new values for.
    public let writtenSlots: [StateSlot]

    let kernels: [any Kernel]
    /// Where the values of the graph are, for observations.
    let lowered: [LoweredValue]
    let addresses: [BufferAddress]
    let store: StateStore
    private let arena: AlignedBuffer
    private var persistent: [AlignedBuffer] = []
    private var inputs: [String: AlignedBuffer] = [:]
    private var results: [String: AlignedBuffer] = [:]

    /// What the printed plan says of one kernel.
    public struct StepDescription: Sendable {
        public let name: String
        public let layer: String
        /// Floating-point operations.
        public let operations: Double
        /// Bytes of the buffers that it reads and writes.
        public let bytes: Int
    }

    /// Compiles `graph` with the store's backend.
    ///
    /// - Throws: ``BallastError`` where the backend has no kernel for an operation.
    public convenience init(_ graph: Graph, store: StateStore) throws {
        try self.init(store.backend.lower(graph, into: store), store: store)
    }

    init(_ program: LoweredProgram, store: StateStore) throws {
        self.store = store
        plan = MemoryPlan(program)
        writtenSlots = program.writtenSlots
        lowered = program.values
        arena = AlignedBuffer(byteCount: plan.arenaBytes)
        steps = program.steps.map { step in
            StepDescription(
                name: step.name, layer: step.layer, operations: step.operations,
                bytes: (step.reads + step.writes).reduce(0) {
                    $0 + program.buffers[$1.index].byteCount
                })
        }
        var addresses: [BufferAddress] = []
        for (index, buffer) in program.buffers.enumerated() {
            switch buffer.storage {
            case .arena:
                addresses.append(Self.fixed(arena.pointer + (plan.offsets[index] ?? 0)))
            case .state(let slot, let version):
                addresses.append(store.address(of: slot, version))
            case .input(let name):
                let memory = AlignedBuffer(byteCount: buffer.byteCount)
                inputs[name] = memory
                addresses.append(Self.fixed(memory.pointer))
            case .result(let name):
                let memory = AlignedBuffer(byteCount: buffer.byteCount)
                results[name] = memory
                addresses.append(Self.fixed(memory.pointer))
            case .constant(let value):
                let memory = AlignedBuffer(byteCount: buffer.byteCount)
                memory.pointer.initializeMemory(
                    as: Float.self, repeating: value, count: buffer.byteCount / 4)
                persistent.append(memory)
                addresses.append(Self.fixed(memory.pointer))
            }
        }
        self.addresses = addresses
        kernels = try program.steps.map { try $0.bind { addresses[$0.index] } }
    }

    /// Runs every kernel once. State is only proposed; see ``StateStore/commit(_:)``.
    public func run(_ scalars: StepScalars) {
        for kernel in kernels {
            kernel.run(scalars)
        }
    }

    /// Runs every kernel once and gives the seconds each took.
    public func profile(_ scalars: StepScalars) -> [Double] {
        let clock = ContinuousClock()
        return kernels.map { kernel in
            clock.measure { kernel.run(scalars) }.seconds
        }
    }

    /// Runs one kernel again and again by itself, on whatever its buffers hold.
    ///
    /// - Returns: the seconds of each run.
    public func time(step index: Int, repetitions: Int, _ scalars: StepScalars) -> [Double] {
        let clock = ContinuousClock()
        return (0..<repetitions).map { _ in
            clock.measure { kernels[index].run(scalars) }.seconds
        }
    }

    /// Memory that the caller fills before a run.
    ///
    /// - Precondition: the graph has a float32 input of this name.
    public func floatInput(_ name: String) -> UnsafeMutableBufferPointer<Float> {
        typed(inputs, name)
    }

    /// Memory that the caller fills before a run.
    ///
    /// - Precondition: the graph has an int32 input of this name.
    public func integerInput(_ name: String) -> UnsafeMutableBufferPointer<Int32> {
        typed(inputs, name)
    }

    /// What the last run left under this name, in canonical order; valid until the next run.
    public func result(_ name: String) -> UnsafeBufferPointer<Float> {
        UnsafeBufferPointer(typed(results, name))
    }

    public func hasResult(_ name: String) -> Bool {
        results[name] != nil
    }

    private func typed<Element>(
        _ table: [String: AlignedBuffer], _ name: String
    ) -> UnsafeMutableBufferPointer<Element> {
        guard let memory = table[name] else {
            preconditionFailure("the executable has no input or result named \(name)")
        }
        return UnsafeMutableBufferPointer(
            start: memory.pointer.assumingMemoryBound(to: Element.self),
            count: memory.byteCount / MemoryLayout<Element>.stride)
    }

    private nonisolated(unsafe) static let zero: UnsafeMutablePointer<UInt8> = {
        let byte = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
        byte.initialize(to: 0)
        return byte
    }()

    private static func fixed(_ pointer: UnsafeMutableRawPointer) -> BufferAddress {
        BufferAddress(base: pointer, alternate: pointer, parity: zero, flip: 0)
    }
}
