import BallastData
import BallastOptimizers
import BallastStability

/// What a checkpoint keeps beside the tensors: where in the run it was taken.
public struct Checkpoint: Codable, Hashable, Sendable {
    public static let currentSchema = 2

    public var schema = Self.currentSchema
    /// The number of updates made.
    public var step: Int
    /// Where the next batch begins.
    public var cursor: BatchCursor
    public var plateau: PlateauDecay?
    public var earlyStopping: EarlyStopping?
    /// The best validation, where the run keeps checkpoints of such.
    public var best: BestValidation?
    /// What the guard knows; nil where weights were imported.
    public var policy: GuardPolicy?
    /// The steps whose states the guard could go back to without a file, this one included.
    public var snapshots: [Int]?
    /// The steps whose checkpoints the guard may go back to.
    public var savedSteps: [Int]?
    /// Whether a run that goes on from here has the bits of one that was not interrupted. States
    /// that are kept for a diagnosis or for another checkpoint lack what the guard could go back
    /// to.
    public var canResume: Bool
    /// Whether the run was stopped in the validation behind this step, which is still to be made.
    public var owesValidation: Bool
    /// The bytes that the journal had; nil where there was none.
    public var journalPosition: Int?
    /// The checksum of the tensor file.
    public var checksum = ""
    /// The checksum of this record's own text.
    var recordChecksum = ""

    public init(
        step: Int, cursor: BatchCursor, plateau: PlateauDecay?,
        earlyStopping: EarlyStopping? = nil, best: BestValidation? = nil,
        policy: GuardPolicy? = nil, snapshots: [Int]? = nil, savedSteps: [Int]? = nil,
        canResume: Bool = true, owesValidation: Bool = false,
        journalPosition: Int? = nil
    ) {
        self.step = step
        self.cursor = cursor
        self.plateau = plateau
        self.earlyStopping = earlyStopping
        self.best = best
        self.policy = policy
        self.snapshots = snapshots
        self.savedSteps = savedSteps
        self.canResume = canResume
        self.owesValidation = owesValidation
        self.journalPosition = journalPosition
    }
}
