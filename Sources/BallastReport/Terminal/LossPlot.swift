#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The losses of a run so far, as a chart, in a memory that does not grow with the run.
public struct LossPlot: Sendable {
    private var training: [Decimation.Point] = []
    private var validation: [Decimation.Point] = []
    private let classes: Int

    /// Above this many points, only those are kept that draw the same line.
    private static let mostPoints = 4096
    /// Finer than any terminal.
    private static let columns = 512

    /// - Parameter classes: how many the model tells apart; a line shows what guessing costs.
    public init(classes: Int) {
        self.classes = classes
    }

    public mutating func addTraining(step: Int, loss: Double) {
        Self.add((Double(step), loss), to: &training)
    }

    public mutating func addValidation(step: Int, loss: Double) {
        Self.add((Double(step), loss), to: &validation)
    }

    public var isEmpty: Bool { training.isEmpty && validation.isEmpty }

    /// - Parameters:
    ///   - width: columns, at least 20.
    ///   - height: rows between title and axis, at least 3.
    /// - Complexity: O(columns + rows), whatever the length of the run.
    public func chart(width: Int, height: Int) -> TerminalChart {
        var series = [
            TerminalChart.Series(name: "training", points: training, color: .blue)
        ]
        if !validation.isEmpty {
            series.append(.init(name: "validation", points: validation, color: .yellow))
        }
        return TerminalChart(
            title: "loss (logarithmic axis)", series: series,
            reference: .init(log(Double(max(1, classes))), label: "ln \(classes)"),
            isLogarithmic: true,
            width: width, height: height, horizontalLabel: "step")
    }

    private static func add(_ point: Decimation.Point, to points: inout [Decimation.Point]) {
        points.append(point)
        guard points.count > mostPoints, let first = points.first?.x else { return }
        let span = max(1, point.x - first)
        points = Decimation.extremes(
            of: points, column: { Int(($0 - first) / span * Double(columns)) },
            hasPlace: { $0.isFinite && $0 > 0 })
    }
}
