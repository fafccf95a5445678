import BallastData
import BallastOptimizers

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
    /// The checksum of the tensor file.
    public var checksum: String

    public init(
        step: Int, cursor: BatchCursor, plateau: PlateauDecay?,
        earlyStopping: EarlyStopping? = nil, checksum: String
    ) {
        self.step = step
        self.cursor = cursor
        self.plateau = plateau
        self.earlyStopping = earlyStopping
        self.checksum = checksum
    }
}
