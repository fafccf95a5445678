import BallastEvents

/// What the probes measured of layers over the run, one map a quantity.
struct LayerMaps {
    private struct Quantity {
        let title: String
        let unit: String
        let identifier: String
        let isLogarithmic: Bool
        /// What is said where all values are 0, in place of a map without shades.
        var nothing: String?
        let value: @Sendable (LayerProbe) -> Double?
    }

    private static let quantities = [
        Quantity(
            title: "Gradient norm of each layer", unit: "gradient norm",
            identifier: "layers-gradient", isLogarithmic: true, value: { $0.gradientNorm }),
        Quantity(
            title: "Update over weights of each layer", unit: "ratio of update to weights",
            identifier: "layers-update", isLogarithmic: true,
            value: { probe in
                guard let update = probe.updateNorm, let weight = probe.weightNorm else {
                    return nil
                }
                // Weights that are all zero have no scale to compare with.
                return weight == 0 ? nil : update / weight
            }),
        Quantity(
            title: "Dead channels of each layer", unit: "share of dead channels",
            identifier: "layers-dead", isLogarithmic: false,
            nothing: "No channel was dead in any layer, at any step that was measured.",
            value: { $0.deadFraction }),
        Quantity(
            title: "Drift of batch norm's running mean", unit: "drift",
            identifier: "layers-drift", isLogarithmic: true, value: { $0.batchNormDrift }),
    ]

    private let records: [LayerRecord]
    private let lastStep: Int

    init(_ record: RunRecord) {
        records = record.layers
        lastStep = record.lastStep
    }

    /// A map for each quantity that some layer has.
    var all: [HeatMap] { Self.quantities.compactMap(map) }

    /// What needs no map to be said.
    var remarks: [String] {
        Self.quantities.compactMap { quantity in
            isNothing(quantity) ? quantity.nothing : nil
        }
    }

    /// Whether a quantity was measured and is 0 everywhere.
    private func isNothing(_ quantity: Quantity) -> Bool {
        let values = records.lazy.flatMap(\.layers).compactMap(quantity.value)
        return !values.isEmpty && values.allSatisfy { $0 == 0 }
    }

    private func map(_ quantity: Quantity) -> HeatMap? {
        if quantity.nothing != nil, isNothing(quantity) { return nil }
        var rows: [String] = []
        var positions: [String: Int] = [:]
        for probe in records.lazy.flatMap(\.layers)
        where quantity.value(probe) != nil && positions[probe.name] == nil {
            positions[probe.name] = rows.count
            rows.append(probe.name)
        }
        guard !rows.isEmpty, let first = records.first?.step else { return nil }
        let columns = records.map { record in
            var values = [Double?](repeating: nil, count: rows.count)
            for probe in record.layers {
                if let row = positions[probe.name] { values[row] = quantity.value(probe) }
            }
            return HeatMap.Column(step: record.step, values: values)
        }
        return HeatMap(
            title: quantity.title, summary: summary(quantity, rows, columns), rows: rows,
            columns: columns, steps: first...max(first + 1, lastStep),
            isLogarithmic: quantity.isLogarithmic,
            shades: quantity.isLogarithmic ? nil : 0...1, identifier: quantity.identifier)
    }

    private func summary(
        _ quantity: Quantity, _ rows: [String], _ columns: [HeatMap.Column]
    ) -> String {
        var text =
            "A row for each of \(rows.count) layers, in the order in which a batch passes them; "
            + "measured at \(columns.count) step\(columns.count == 1 ? "" : "s"), shown until the "
            + "next."
        let cells = columns.lazy.flatMap { column in
            rows.indices.lazy.compactMap { row in
                column.values[row].map { (value: $0, row: row, step: column.step) }
            }
        }
        if let worst = cells.filter({ $0.value.isFinite }).max(by: { $0.value < $1.value }) {
            text +=
                " The highest \(quantity.unit) is \(NumberText.short(worst.value)), in "
                + "\(rows[worst.row]) at step \(worst.step)."
        }
        if let broken = cells.first(where: { !$0.value.isFinite }) {
            text += " It is first not finite in \(rows[broken.row]) at step \(broken.step)."
        }
        return text
    }
}
