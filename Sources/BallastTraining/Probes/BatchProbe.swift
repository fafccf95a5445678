import BallastData
import BallastEvents

/// Which samples one step was made of, and how its loss is shared among them. Of several batches
/// that make one step, all count.
struct BatchProbe {
    /// The part of the samples that counts as the worst.
    static let worstPart = 16

    private(set) var identity: BatchIdentity?
    private var losses: [Float] = []

    /// Forgets the step before.
    mutating func begin() {
        identity = nil
        losses.removeAll(keepingCapacity: true)
    }

    mutating func add(_ info: BatchInfo, losses: UnsafeBufferPointer<Float>) {
        var sum = identity?.checksum ?? 0
        for index in info.indices { sum &+= Self.mixed(UInt64(truncatingIfNeeded: index)) }
        identity = BatchIdentity(
            epoch: identity?.epoch ?? info.epoch,
            position: identity?.position ?? info.positionInEpoch, checksum: sum)
        self.losses.append(contentsOf: losses)
    }

    /// The share of the loss that the worst sixteenth of the samples carries, at least one; NaN
    /// where the loss is 0 or not finite.
    var worstShare: Double {
        let worst = max(1, losses.count / Self.worstPart)
        var total = 0.0
        let top = withUnsafeTemporaryAllocation(of: Float.self, capacity: worst) { top in
            top.initialize(repeating: -.infinity)
            for loss in losses {
                total += Double(loss)
                Self.insert(loss, into: top)
            }
            return top.reduce(0) { $0 + Double($1) }
        }
        return total.isFinite ? top / total : .nan
    }

    /// Keeps the largest values, the smallest of them first.
    private static func insert(_ loss: Float, into top: UnsafeMutableBufferPointer<Float>) {
        guard loss > top[0] else { return }
        var place = 0
        while place + 1 < top.count, top[place + 1] < loss {
            top[place] = top[place + 1]
            place += 1
        }
        top[place] = loss
    }

    /// The finalizer of SplitMix64, so that sums of mixed positions tell sets apart (Steele et al.
    /// 2014).
    private static func mixed(_ index: UInt64) -> UInt64 {
        var z = index &+ 0x9e37_79b9_7f4a_7c15
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
