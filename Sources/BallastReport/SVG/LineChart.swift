/// A line chart as an SVG picture: one file, no scripts, readable on light and on dark paper.
///
/// Values that are not finite, and on a logarithmic axis those that are not positive, break a line
/// and are marked at the rim: a triangle upward for infinity, a cross for NaN, a triangle downward
/// for minus infinity and for what is not positive. All text is escaped.
public struct LineChart: Sendable {
    public struct Axis: Hashable, Sendable {
        public var label: String
        public var isLogarithmic: Bool
        /// Values above it do not stretch the axis; lines are cut there. Nil for none.
        public var ceiling: Double?
        /// What the axis spans even where no value lies there. Nil: the values alone.
        public var span: ClosedRange<Double>?

        public init(
            _ label: String, isLogarithmic: Bool = false, ceiling: Double? = nil,
            span: ClosedRange<Double>? = nil
        ) {
            self.label = label
            self.isLogarithmic = isLogarithmic
            self.ceiling = ceiling
            self.span = span
        }
    }

    public struct Series: Sendable {
        public var name: String
        /// In the order in which the line joins them.
        public var points: [(x: Double, y: Double)]
        /// One of the six colours; nil: by the position of the series.
        public var color: Int?
        /// Thin and pale, for what stands behind; it has no entry in the legend.
        public var isFaint: Bool

        public init(
            name: String, points: [(x: Double, y: Double)], color: Int? = nil,
            isFaint: Bool = false
        ) {
            self.name = name
            self.points = points
            self.color = color
            self.isFaint = isFaint
        }
    }

    /// A vertical line with its label above the plot.
    public struct Mark: Hashable, Sendable {
        public var x: Double
        public var label: String
        /// One of the six colours.
        public var color: Int

        public init(_ x: Double, label: String, color: Int = 5) {
            self.x = x
            self.label = label
            self.color = color
        }
    }

    /// A range of the horizontal axis that is shaded over the whole height.
    public struct Band: Hashable, Sendable {
        public var range: ClosedRange<Double>
        /// What a pointer on it shows.
        public var label: String
        /// What stands above it; nil for nothing.
        public var caption: String?
        /// One of the six colours; nil for that of warnings.
        public var color: Int?

        public init(
            _ range: ClosedRange<Double>, label: String, caption: String? = nil,
            color: Int? = nil
        ) {
            self.range = range
            self.label = label
            self.caption = caption
            self.color = color
        }
    }

    /// A horizontal dashed line, such as the loss of guessing.
    public struct Level: Hashable, Sendable {
        public var y: Double
        public var label: String

        public init(_ y: Double, label: String) {
            self.y = y
            self.label = label
        }
    }

    public var title: String
    /// What the chart shows, in a sentence for those who cannot see it.
    public var summary: String
    public var horizontal: Axis
    public var vertical: Axis
    public var series: [Series]
    public var marks: [Mark]
    public var bands: [Band]
    public var levels: [Level]
    /// Pixels, at least 240 × 160.
    public var width: Double
    public var height: Double
    /// Begins the names by which the picture's title and description are referred to; unique within
    /// a page; of letters, digits and dashes.
    public var identifier: String

    public init(
        title: String, summary: String, horizontal: Axis, vertical: Axis, series: [Series],
        marks: [Mark] = [], bands: [Band] = [], levels: [Level] = [], width: Double = 800,
        height: Double = 460, identifier: String = "chart"
    ) {
        precondition(
            width >= 240 && height >= 160, "a picture of \(width)×\(height) shows nothing")
        self.title = title
        self.summary = summary
        self.horizontal = horizontal
        self.vertical = vertical
        self.series = series
        self.marks = marks
        self.bands = bands
        self.levels = levels
        self.width = width
        self.height = height
        self.identifier = identifier
    }
}
