import BallastCore
import BallastRuntime
import CDNNL
import CKernels

extension DNNLBackend {
    public func measure(
        _ shape: Shape, at memory: UnsafeRawPointer, layout: any StateLayout,
        outside range: ClosedRange<Float>
    ) -> TensorMeasure {
        let layout = Self.own(layout)
        let seen = bk_measure(
            memory, layout.dataType.kernelType, layout.elementCount, range.lowerBound,
            range.upperBound)
        // Padding is zeros.
        let padding = range.contains(0) ? 0 : layout.elementCount - shape.count
        return TensorMeasure(
            sumOfSquares: seen.sum_of_squares, peak: Float(bitPattern: seen.peak_bits),
            count: shape.count, outside: seen.outside - padding)
    }

    public func zeroChannels(
        _ shape: Shape, at memory: UnsafeRawPointer, layout: any StateLayout
    ) -> Int {
        let layout = Self.own(layout)
        let channels = shape[1]
        let pixels = shape.count / (shape[0] * channels)
        guard let width = columns(of: layout, shape) else {
            return load(shape, at: memory, layout: layout).zeroChannels
        }
        let blocks = (channels + width - 1) / width
        return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: blocks * width) { seen in
            bk_zero_channels(
                memory, layout.dataType.kernelType, shape[0], blocks, pixels, width, channels,
                seen.baseAddress)
        }
    }

    /// How many channels lie side by side; nil in layouts that no activation has.
    private func columns(of layout: DNNLLayout, _ shape: Shape) -> Int? {
        let channels = shape[1]
        if shape.rank == 2 { return channels }
        let orders: [(bl_layout, Int)] = [
            (BL_CHANNELS_LAST, channels), (BL_BLOCKED, 16), (BL_PLAIN, 1),
        ]
        return orders.first { order, _ in
            layout.matches(DNNLLayout(shape, layout.dataType, order))
        }?.1
    }
}

extension DataType {
    fileprivate var kernelType: bk_type { self == .bfloat16 ? BK_BFLOAT16 : BK_FLOAT32 }
}
