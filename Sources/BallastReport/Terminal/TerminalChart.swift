/// A line chart made of characters.
///
/// Several series are told apart by colour; without colour, and in ASCII, each has a mark of its
/// own. Values that are not finite, and on a logarithmic axis those that are not positive, break
/// the line and are marked at the rim: `▲` infinity, `×` NaN, `▼` minus infinity or not positive.
public struct TerminalChart: Sendable {
    public struct Series: Sendable {
        public let name: String
        /// In the order in which the line joins them.
        public let points: [(x: Double, y: Double)]
        /// Nil: by the position of the series.
        public let color: TerminalColor?

        public init(name: String, points: [(x: Double, y: Double)], color: TerminalColor? = nil) {
            self.name = name
            self.points = points
            self.color = color
        }

        /// Values at 1, 2, 3, …
        public init(name: String, values: [Double], color: TerminalColor? = nil) {
            let points = values.enumerated().map { (x: Double($0.offset + 1), y: $0.element) }
            self.init(name: name, points: points, color: color)
        }
    }

    /// A horizontal line, such as `ln 7` for a loss that knows nothing of seven classes.
    public struct Reference: Sendable {
        public let value: Double
        public let label: String

        public init(_ value: Double, label: String) {
            self.value = value
            self.label = label
        }
    }

    /// A vertical line, such as a learning rate that is suggested. A letter on the horizontal axis
    /// points to the label below the chart.
    public struct Mark: Sendable {
        public let x: Double
        public let label: String

        public init(_ x: Double, label: String) {
            self.x = x
            self.label = label
        }
    }

    public var title: String
    public var series: [Series]
    public var reference: Reference?
    /// Whether the vertical axis is logarithmic.
    public var isLogarithmic: Bool
    /// Columns of the whole chart, at least 20.
    public var width: Int
    /// Rows between title and horizontal axis, at least 3.
    public var height: Int
    /// What the horizontal axis counts.
    public var horizontalLabel: String
    /// Whether the horizontal axis is logarithmic.
    public var isHorizontalLogarithmic: Bool
    /// Vertical lines; those that are outside of the axis, or not finite, are not drawn.
    public var marks: [Mark]

    public init(
        title: String, series: [Series], reference: Reference? = nil, isLogarithmic: Bool = false,
        width: Int = 76, height: Int = 16, horizontalLabel: String = "step",
        isHorizontalLogarithmic: Bool = false, marks: [Mark] = []
    ) {
        precondition(width >= 20 && height >= 3, "a chart of \(width)×\(height) shows nothing")
        self.title = title
        self.series = series
        self.reference = reference
        self.isLogarithmic = isLogarithmic
        self.width = width
        self.height = height
        self.horizontalLabel = horizontalLabel
        self.isHorizontalLogarithmic = isHorizontalLogarithmic
        self.marks = marks
    }
}
