import BallastCore
import BallastGraph

extension Executable {
    /// Which values of the graph are looked at while the program runs, in the order of their
    /// kernels. Made once, used at many runs.
    public struct Observation {
        fileprivate let values: [LoweredValue]

        /// The values that are seen; others have no memory of their own in this program.
        public var visible: [ValueID] { values.map(\.value) }
    }

    /// Prepares to look at some values, or at all that have memory.
    public func observation(of wanted: Set<ValueID>? = nil) -> Observation {
        Observation(
            values: lowered.filter { wanted?.contains($0.value) ?? true }
                .sorted { ($0.step, $0.value) < ($1.step, $1.value) })
    }

    /// Runs every kernel once, and shows values of the graph as soon as their kernels are done.
    ///
    /// The kernels and their memory are those of ``run(_:)``, so everything that they compute is
    /// the same, bit for bit.
    ///
    /// - Parameter body: must not keep the view, whose memory later kernels may use again.
    public func run(
        _ scalars: StepScalars, observing observation: Observation,
        _ body: (ValueID, TensorView) throws -> Void
    ) rethrows {
        var next = 0
        for (index, kernel) in kernels.enumerated() {
            kernel.run(scalars)
            while next < observation.values.count, observation.values[next].step == index {
                let seen = observation.values[next]
                try body(seen.value, view(of: seen))
                next += 1
            }
        }
    }

    private func view(of seen: LoweredValue) -> TensorView {
        TensorView(
            seen.shape, at: addresses[seen.buffer.index].pointer, layout: seen.layout,
            of: store.backend)
    }
}
