import BallastCore
import BallastGraph
import BallastRuntime

/// The backend that others are compared with: plain loops in double precision.
///
/// Every value, state included, is kept in canonical order with eight bytes an element, whatever
/// its type in the graph: a cast changes nothing here. Only inputs and results pass through
/// float32, and ``exactResult(_:)`` gives results before that rounding.
public final class ReferenceBackend: Backend {
    public let name = "reference"
    private var exactResults: [String: [Double]] = [:]

    public init() {}

    /// What the latest run of any executable of this backend left under a name, unrounded.
    ///
    /// - Precondition: a run has left such a result.
    public func exactResult(_ name: String) -> [Double] {
        guard let values = exactResults[name] else {
            preconditionFailure("no run has left a result named \(name)")
        }
        return values
    }

    public func lower(_ graph: Graph, into store: StateStore) throws -> LoweredProgram {
        var lowering = ReferenceLowering(graph) { [unowned self] name, values in
            exactResults[name] = values
        }
        return lowering.run()
    }

    public func defaultLayout(for slot: StateSlot) -> any StateLayout {
        ReferenceLayout(byteCount: 8 * slot.shape.count)
    }

    public func store(
        _ tensor: HostTensor, at memory: UnsafeMutableRawPointer, layout: any StateLayout
    ) {
        let target = memory.assumingMemoryBound(to: Double.self)
        for (index, value) in tensor.values.enumerated() {
            target[index] = Double(value)
        }
    }

    public func load(
        _ shape: Shape, at memory: UnsafeRawPointer, layout: any StateLayout
    ) -> HostTensor {
        let source = memory.assumingMemoryBound(to: Double.self)
        return HostTensor(shape: shape, values: (0..<shape.count).map { Float(source[$0]) })
    }
}
