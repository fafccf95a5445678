import BallastCore

extension Backend {
    /// By way of a copy in canonical order.
    public func measure(
        _ shape: Shape, at memory: UnsafeRawPointer, layout: any StateLayout,
        outside range: ClosedRange<Float>
    ) -> TensorMeasure {
        TensorMeasure(load(shape, at: memory, layout: layout), outside: range)
    }

    /// By way of a copy in canonical order.
    public func zeroChannels(
        _ shape: Shape, at memory: UnsafeRawPointer, layout: any StateLayout
    ) -> Int {
        load(shape, at: memory, layout: layout).zeroChannels
    }
}
