/// A number that the caller gives at each run rather than at compilation.
public enum ScalarSource: Hashable, Sendable {
    case learningRate
    /// The momentum of this step, which a one-cycle schedule moves.
    case momentum
    /// The number of this update, counted from 1.
    case step
    /// 1 on the first update, otherwise 0.
    case isFirstStep
    /// `1 − βᵗ` for update t, in double precision before it is rounded.
    case biasCorrection(Double)
    /// The weight of the new batch in running statistics while they are re-estimated.
    case statisticsMomentum
    /// What the loop's guard multiplies the gradients by; 1 unless it clips.
    case gradientScale
}
