/// Where a buffer is. State slots have two places, and a byte says which of them is meant now.
public struct BufferAddress {
    public let base: UnsafeMutableRawPointer
    public let alternate: UnsafeMutableRawPointer
    /// 0 or 1; changes when a proposal is committed.
    public let parity: UnsafePointer<UInt8>
    /// 1 where the address means the place that `parity` does not point to.
    public let flip: UInt8

    public init(
        base: UnsafeMutableRawPointer, alternate: UnsafeMutableRawPointer,
        parity: UnsafePointer<UInt8>, flip: UInt8
    ) {
        self.base = base
        self.alternate = alternate
        self.parity = parity
        self.flip = flip
    }

    /// The place meant now.
    @inline(__always)
    public var pointer: UnsafeMutableRawPointer {
        parity.pointee ^ flip == 0 ? base : alternate
    }
}
