/// A linear rise to the first rate of another schedule, which then begins at its index 0.
///
/// Update `i` of the warm-up has `(i + 1) / steps` of that rate, so the last one has all of it. It
/// is PyTorch's `SequentialLR` of `LinearLR(start_factor: 1 / steps, total_iters: steps - 1)` and
/// the other.
public struct LinearWarmup: LearningRateSchedule {
    public let steps: Int
    public let next: any LearningRateSchedule

    /// - Parameter steps: the length of the rise in the index's unit; 0 for none.
    public init(_ steps: Int, then next: any LearningRateSchedule) {
        precondition(steps >= 0, "warm-up of \(steps) steps")
        self.steps = steps
        self.next = next
    }

    public func learningRate(base: Double, at index: Int) -> Double {
        next.learningRate(base: base, at: max(0, index - steps))
            * Self.factor(at: index, steps: steps)
    }

    public func momentum(at index: Int) -> Double? {
        next.momentum(at: max(0, index - steps))
    }

    /// The part of the rate at one step of a warm-up, 1 after it; for schedules that count epochs
    /// while the warm-up counts steps.
    public static func factor(at step: Int, steps: Int) -> Double {
        step < steps ? Double(step + 1) / Double(steps) : 1
    }
}
