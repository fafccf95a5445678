import BallastCore
import BallastEvents

/// One growing run: hands over the points that each look finds.
final class RunTail {
    let assembly: RunAssembly
    private var choices: [String?: ColumnChoice] = [:]
    /// Whether the points of a run without steps stand at their epochs.
    private var placed: [String?: Bool] = [:]
    /// The last step that was handed over, for each run and channel.
    private var reached: [String?: [Channel: Int]] = [:]

    init(_ assembly: RunAssembly) {
        self.assembly = assembly
        assembly.withTable { $0.keepsFresh = true }
    }

    /// - Throws: ``BallastError`` of kind `badInput` for what is no log; a doubt about a column is
    ///   none while the log is short, since the next row may settle it.
    func poll() throws(BallastError) -> [LogUpdate] {
        guard try assembly.poll() else { return [] }
        return take()
    }

    /// The points that the table has gained.
    func take() -> [LogUpdate] {
        let fresh = assembly.withTable { $0.takeFresh() }
        return assembly.builder.runs.compactMap { update($0, fresh) }
    }

    private func update(_ run: String?, _ fresh: [FreshPoint]) -> LogUpdate? {
        let builder = assembly.builder
        guard let choice = try? builder.choice(of: run) else { return nil }
        let earlier = choices.updateValue(choice, forKey: run)
        let wasPlaced = placed.updateValue(builder.isPlacedByEpoch(choice), forKey: run)
        let isChanged =
            earlier.map { !Self.extends($0.columns, choice.columns) } ?? false
            || wasPlaced.map { $0 != placed[run] } ?? false
        let isFirst = earlier == nil
        var points = isChanged ? [] : builder.points(fresh, choice)
        var isRestart = isChanged || goesBack(points, run)
        if isRestart {
            reached[run] = [:]
        }
        if isRestart || isFirst || earlier?.columns.count != choice.columns.count {
            // A channel that is new brings all of its points, also those from before its choice.
            points = builder.allPoints(choice)
            isRestart = isRestart || !isFirst
        }
        for point in points { reached[run, default: [:]][point.channel] = point.step }
        guard !points.isEmpty || isRestart else { return nil }
        return LogUpdate(
            name: run ?? assembly.source.name, path: assembly.source.path, points: points,
            isRestart: isRestart)
    }

    private static func extends(_ earlier: [Channel: Int], _ later: [Channel: Int]) -> Bool {
        earlier.allSatisfy { later[$0.key] == $0.value }
    }

    /// Whether a point stands before one that was handed over.
    private func goesBack(_ points: [LogPoint], _ run: String?) -> Bool {
        points.contains { point in
            reached[run]?[point.channel].map { point.step < $0 } ?? false
        }
    }
}
