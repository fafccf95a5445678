/// What `--transform` names: how stored images become those that the model sees.
///
/// The form is `STEP[:key=value,…]+STEP…`, each step at most once, in whatever order. They act in
/// the order of this type's properties. Cropping by chance, flipping, rotation, jitter and erasing
/// happen in training alone; validation resizes and cuts out the centre.
public struct TransformSpec: Hashable, Sendable {
    /// How images of other aspect ratios become square.
    public enum Fit: String, CaseIterable, Hashable, Sendable {
        /// Each axis by itself; the aspect ratio is not kept.
        case stretch
        /// The shorter side fits and the longer one is cut off at both ends.
        case cover
    }

    /// The size that images are stored at, once and for all epochs.
    public struct Resize: Hashable, Sendable {
        /// Height and width in pixels.
        public var size = 0
        public var fit = Fit.stretch

        public init(size: Int, fit: Fit = .stretch) {
            self.size = size
            self.fit = fit
        }
    }

    /// Which part of a stored image training sees; validation sees the centre.
    public enum Crop: Hashable, Sendable {
        case centre
        /// Anywhere in the image, with black added at each edge.
        ///
        /// - Parameter padding: pixels at each edge.
        case random(padding: Int)
        /// A part of random area and aspect ratio, resampled (Szegedy et al. 2015).
        ///
        /// - Parameters:
        ///   - scale: shares of the image's area.
        ///   - ratio: width to height, drawn on a logarithmic scale.
        case resized(scale: ClosedRange<Double>, ratio: ClosedRange<Double>)
    }

    /// How far colours are moved; each factor is drawn from `1 − x … 1 + x`, the turn of the hue
    /// from `−hue … hue` of the circle.
    public struct Jitter: Hashable, Sendable {
        public var brightness = 0.2
        public var contrast = 0.2
        public var saturation = 0.2
        public var hue = 0.0

        public init() {}
    }

    /// A rectangle set to the mean of the data (Zhong et al. 2017).
    public struct Erasing: Hashable, Sendable {
        public var probability = 0.5
        /// Shares of the image's area.
        public var area = 0.02...0.33
        /// Height to width, drawn on a logarithmic scale.
        public var ratio = 0.3...3.3

        public init() {}
    }

    /// Nil: images are stored at the size that the model sees.
    public var resize: Resize?
    /// Nil: the centre, which is all of an image that is stored at the model's size.
    public var crop: Crop?
    /// The largest rotation to either side, in degrees.
    public var rotation: Double?
    /// The probability of a horizontal flip.
    public var flip: Double?
    public var jitter: Jitter?
    public var erasing: Erasing?

    public init() {}

    /// Whether training images are other than those of validation.
    public var isRandom: Bool {
        let cropsByChance = crop.map { $0 != .centre } ?? false
        return cropsByChance || rotation != nil || flip != nil || jitter != nil || erasing != nil
    }

    /// The size that images are to be stored at.
    ///
    /// - Parameter imageSize: what the model sees; nil: the data's own.
    public func storedSize(imageSize: Int?) -> Int? { resize?.size ?? imageSize }
}
