/// Random numbers as a pure function of (seed, stream, step, index).
///
/// A replay draws the same numbers without any generator's state being stored.
///
/// Philox 4×32 with 10 rounds (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011).
/// `CKernels` holds the same function for dropout masks; a test compares them.
public struct CounterRandom: Sendable, Hashable {
    /// The independent uses of randomness; each is a stream of its own under one seed.
    public enum Stream: UInt32, Sendable {
        case initialization = 1
        case permutation = 2
        case dropout = 3
        case augmentation = 4
        case split = 5
        case synthesis = 6
        case probe = 7
    }

    private let key0: UInt32
    private let key1: UInt32
    private let counter2: UInt32
    private let counter3: UInt32

    /// The numbers of one of Ballast's own streams.
    ///
    /// - Parameters:
    ///   - seed: the seed of the run.
    ///   - stream: what the numbers are for.
    ///   - step: the training step, epoch or item; numbers of two steps are independent.
    public init(seed: UInt64, stream: Stream, step: UInt64 = 0) {
        self.init(seed: seed, domain: stream.rawValue, step: step)
    }

    /// The numbers of a stream of the caller's own.
    ///
    /// - Parameters:
    ///   - seed: the seed of the run.
    ///   - domain: the stream's number, such as a parameter's index.
    ///   - step: the training step, epoch or item; numbers of two steps are independent.
    public init(seed: UInt64, domain: UInt32, step: UInt64 = 0) {
        key0 = UInt32(truncatingIfNeeded: seed)
        key1 = UInt32(truncatingIfNeeded: seed >> 32) ^ (domain &* 0x9E37_79B9)
        counter2 = UInt32(truncatingIfNeeded: step)
        counter3 = UInt32(truncatingIfNeeded: step >> 32) ^ domain
    }

    /// The four 32-bit words of one block.
    public func block(_ index: UInt64) -> (UInt32, UInt32, UInt32, UInt32) {
        var c0 = UInt32(truncatingIfNeeded: index)
        var c1 = UInt32(truncatingIfNeeded: index >> 32)
        var c2 = counter2
        var c3 = counter3
        var k0 = key0
        var k1 = key1
        for _ in 0..<10 {
            let p0 = UInt64(c0) &* 0xD251_1F53
            let p1 = UInt64(c2) &* 0xCD9E_8D57
            let n0 = UInt32(truncatingIfNeeded: p1 >> 32) ^ c1 ^ k0
            let n2 = UInt32(truncatingIfNeeded: p0 >> 32) ^ c3 ^ k1
            c1 = UInt32(truncatingIfNeeded: p1)
            c3 = UInt32(truncatingIfNeeded: p0)
            c0 = n0
            c2 = n2
            k0 = k0 &+ 0x9E37_79B9
            k1 = k1 &+ 0xBB67_AE85
        }
        return (c0, c1, c2, c3)
    }

    /// A 32-bit word; word `4k + j` is word `j` of block `k`.
    public func word(_ index: UInt64) -> UInt32 {
        let words = block(index >> 2)
        switch index & 3 {
        case 0: return words.0
        case 1: return words.1
        case 2: return words.2
        default: return words.3
        }
    }

    /// A number in [0, 1) with 24 random bits.
    public func uniform(_ index: UInt64) -> Float {
        Float(word(index) >> 8) * 0x1p-24
    }

    /// An integer in `0..<bound`, by multiplication and shift (bias below 2⁻³² · bound).
    public func integer(_ index: UInt64, below bound: Int) -> Int {
        precondition(bound > 0 && bound <= Int(UInt32.max), "bound \(bound) is out of range")
        return Int((UInt64(word(index)) * UInt64(bound)) >> 32)
    }

    /// A permutation of `0..<count` (Fisher–Yates).
    public func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        guard count > 1 else { return order }
        for position in stride(from: count - 1, through: 1, by: -1) {
            order.swapAt(position, integer(UInt64(position), below: position + 1))
        }
        return order
    }
}
