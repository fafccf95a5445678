import BallastData
import BallastOptimizers
import BallastStability

/// What a checkpoint keeps beside the tensors: where in the run it was taken.
public struct Checkpoint: Codable, Hashable, Sendable {
    public static let currentSchema = 1

    public var schema = Self.currentSchema
    /// The number of updates made.
    public var step: Int
    /// Where the next batch begins.
    public var cursor: BatchCursor
    public var plateau: PlateauDecay?
    public var earlyStopping: EarlyStopping?
    /// What the guard knows; nil in checkpoints of versions that had none.
    public var policy: GuardPolicy?
    /// The steps whose states the guard could go back to without a file, this one included.
    public var snapshots: [Int]?
    /// The steps whose checkpoints the guard may go back to.
    public var savedSteps: [Int]?
    /// The checksum of the tensor file.
    public var checksum: String

    public init(
        step: Int, cursor: BatchCursor, plateau: PlateauDecay?,
        earlyStopping: EarlyStopping? = nil, policy: GuardPolicy? = nil,
        snapshots: [Int]? = nil, savedSteps: [Int]? = nil, checksum: String = ""
    ) {
        self.step = step
        self.cursor = cursor
        self.plateau = plateau
        self.earlyStopping = earlyStopping
        self.policy = policy
        self.snapshots = snapshots
        self.savedSteps = savedSteps
        self.checksum = checksum
    }
}
