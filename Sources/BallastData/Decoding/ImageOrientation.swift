/// How the stored rows and columns of a photo are to be shown: the values of the EXIF tag 0x0112
/// (CIPA DC-008, "Exif", 4.6.5).
public enum ImageOrientation: UInt8, CaseIterable, Hashable, Sendable {
    case upright = 1
    case mirrored
    case halfTurn
    case flipped
    /// Mirrored along the main diagonal.
    case transposed
    /// To be turned clockwise by a quarter.
    case quarterTurn
    /// Mirrored along the other diagonal.
    case transversed
    /// To be turned clockwise by three quarters.
    case threeQuarterTurn

    /// Whether width and height change places.
    var swapsExtents: Bool { rawValue >= Self.transposed.rawValue }
}
