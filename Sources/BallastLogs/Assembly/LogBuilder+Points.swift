import BallastEvents

extension LogBuilder {
    /// The points among those that have come which belong to a channel.
    func points(_ fresh: [FreshPoint], _ choice: ColumnChoice) -> [LogPoint] {
        let axis = StepAxis(table, choice.columns, recognition)
        var channels: [Int: Channel] = [:]
        for (channel, column) in choice.columns { channels[column] = channel }
        return fresh.compactMap { point in
            channels[point.column].map { channel in
                LogPoint(
                    channel: channel, step: axis.placed(point.step),
                    value: scaled(point.value, channel, point.column))
            }
        }
    }

    /// All points of the channels, in the order of their steps.
    func allPoints(_ choice: ColumnChoice) -> [LogPoint] {
        let axis = StepAxis(table, choice.columns, recognition)
        var points: [LogPoint] = []
        for channel in ChannelMap.channels {
            guard let column = choice.columns[channel] else { continue }
            let line = axis.placed(table.series[column])
            for (step, value) in zip(line.steps, line.values) {
                points.append(
                    LogPoint(channel: channel, step: step, value: scaled(value, channel, column)))
            }
        }
        return points.sorted { $0.step < $1.step }
    }

    /// Whether points without a step stand at their epochs, which a second value in one ends.
    func isPlacedByEpoch(_ choice: ColumnChoice) -> Bool {
        StepAxis(table, choice.columns, recognition).isPlacedByEpoch
    }

    private func scaled(_ value: Double, _ channel: Channel, _ column: Int) -> Double {
        Self.isPercent(channel, table.columns[column]) ? value / 100 : value
    }
}
