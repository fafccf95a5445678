/// Says of the losses of a short training whether it was stable.
///
/// The losses are those of single batches, so means are compared by their standard errors. The end
/// is the last quarter of the horizon, at least 8 steps; a block is a sixteenth of it, at least 4.
/// A training is stable if none of these holds:
///
/// 1. something was not finite (``StabilityVerdict/nonFinite``);
/// 2. the loss was above ``divergenceFactor`` times its start, or that of guessing where it is
///    higher, for as many steps in a row as the end has (`diverged`), which also ends a trial
///    early;
/// 3. the mean of the end is above the start by more than 3.5 standard errors (`raised`);
/// 4. some block was above the start by more than 5 standard errors, and the end is not below the
///    start by more than 3 (`unrecovered`);
/// 5. the end is above the lowest block by more than 4 standard errors, and by more than half of
///    what that block had gained on the start (`unrecovered`);
/// 6. the network ends with the same answer for every image (`collapsed`), as one does whose
///    rectifiers have died; its loss, that of guessing, is also that of a slow start. As many such
///    steps in a row as the end has also end a trial early.
///
/// A peak at the start that is followed by a loss below it is stable: the "catapult" of Lewkowycz
/// et al. 2020. The spread is known from the 16 losses of the start: Student's t with 15 degrees of
/// freedom exceeds 3.5 by chance once in 600 cases, and 5 once in 12,000, so the highest of 16
/// blocks about as seldom. The lowest block is judged by the spread of the end, which has more
/// losses; 4 keep that as rare among 16 blocks.
public struct StabilityJudge: Sendable {
    /// How many times its start a loss is hopeless at; fastai's `lr_find` stops there too.
    public static let divergenceFactor = 4.0

    private let horizon: Int
    private let start: LossSample
    private let hopeless: Double
    private let endLength: Int
    private let blockLength: Int
    private var losses: [Double] = []
    private var hopelessSteps = 0
    private var constantSteps = 0

    /// - Parameters:
    ///   - horizon: the steps of a whole trial that are judged, at least 16.
    ///   - start: the losses of some batches before the first update.
    ///   - guessingLoss: the loss of a model that knows nothing, `ln K` for K classes.
    public init(horizon: Int, start: LossSample, guessingLoss: Double) {
        precondition(horizon >= 16, "a horizon of \(horizon) steps shows nothing")
        self.horizon = horizon
        self.start = start
        hopeless = Self.divergenceFactor * max(start.mean, guessingLoss)
        endLength = max(8, horizon / 4)
        blockLength = max(4, horizon / 16)
    }

    /// Takes the next step.
    ///
    /// - Returns: the verdict where it is certain already.
    public mutating func add(_ step: TrialStep) -> StabilityVerdict? {
        losses.append(step.loss)
        guard step.isFinite, step.loss.isFinite else { return .nonFinite }
        hopelessSteps = step.loss > hopeless ? hopelessSteps + 1 : 0
        constantSteps = step.isConstant ? constantSteps + 1 : 0
        if constantSteps >= endLength { return .collapsed }
        return hopelessSteps >= endLength ? .diverged : nil
    }

    /// The losses at the end; nil before there is one.
    public var end: LossSample? {
        losses.isEmpty ? nil : LossSample(losses.suffix(endLength))
    }

    /// The verdict on a trial that went through.
    public var verdict: StabilityVerdict {
        precondition(losses.count >= 16, "\(losses.count) steps cannot be judged")
        if constantSteps > 0 { return .collapsed }
        let end = LossSample(losses.suffix(endLength))
        if end.isAbove(start, by: 3.5) { return .raised }
        let blocks = stride(from: 0, through: losses.count - blockLength, by: blockLength).map {
            LossSample(losses[$0..<($0 + blockLength)])
        }
        let rose = blocks.contains { rise($0) > 5 }
        if rose && !start.isAbove(end, by: 3) { return .unrecovered }
        if var best = blocks.min(by: { $0.mean < $1.mean }) {
            best.deviation = end.deviation
            let lost = end.mean - best.mean
            if end.isAbove(best, by: 4) && lost > (start.mean - best.mean) / 2 {
                return .unrecovered
            }
        }
        return .stable
    }

    /// By how many standard errors a block is above the start. The start's own spread counts for
    /// the block too: within a spike the spread is large because of the spike.
    private func rise(_ block: LossSample) -> Double {
        let spread = start.deviation * start.deviation
        let error = (spread / Double(start.count) + spread / Double(block.count)).squareRoot()
        return error > 0
            ? (block.mean - start.mean) / error : block.mean > start.mean ? .infinity : 0
    }
}
