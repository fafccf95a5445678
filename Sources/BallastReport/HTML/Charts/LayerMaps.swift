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
        let quantity: LayerQuantity
    }

    private static let quantities = [
        Quantity(
            title: "Gradient norm of each layer", unit: "gradient norm",
            identifier: "layers-gradient", isLogarithmic: true, quantity: .gradientNorm),
        Quantity(
            title: "Update over weights of each layer", unit: "ratio of update to weights",
            identifier: "layers-update", isLogarithmic: true,
            quantity: .updateRatio),
        Quantity(
            title: "Dead channels of each layer", unit: "share of dead channels",
            identifier: "layers-dead", isLogarithmic: false,
            nothing: "No channel was dead in any layer, at any step that was measured.",
            quantity: .deadFraction),
        Quantity(
            title: "Drift of batch norm's running mean", unit: "drift",
            identifier: "layers-drift", isLogarithmic: true, quantity: .batchNormDrift),
    ]

    private let grids: [LayerQuantity: LayerGrid]
    private let steps: ClosedRange<Int>
    /// Steps at which layers were measured.
    private let count: Int

    init(_ record: RunRecord) {
        let first = record.layers.first?.step ?? 0
        steps = first...max(first + 1, record.lastStep)
        count = record.layers.count
        grids = LayerGrid.all(of: record.layers)
    }

    /// A map for each quantity that some layer has.
    var all: [HeatMap] {
        Self.quantities.compactMap { quantity in
            grids[quantity.quantity].flatMap { map(quantity, $0) }
        }
    }

    /// What needs no map to be said.
    var remarks: [String] {
        Self.quantities.compactMap { quantity in
            grids[quantity.quantity]?.isNothing == true ? quantity.nothing : nil
        }
    }

    private func map(_ quantity: Quantity, _ grid: LayerGrid) -> HeatMap? {
        guard !grid.rows.isEmpty, quantity.nothing == nil || !grid.isNothing else { return nil }
        return HeatMap(
            title: quantity.title, summary: summary(quantity, grid), rows: grid.rows,
            columns: grid.columns, steps: steps, isLogarithmic: quantity.isLogarithmic,
            shades: quantity.isLogarithmic ? nil : 0...1, identifier: quantity.identifier)
    }

    private func summary(_ quantity: Quantity, _ grid: LayerGrid) -> String {
        var text =
            "A row for each of \(grid.rows.count) layers, in the order in which a batch passes "
            + "them; measured at \(count) step\(count == 1 ? "" : "s"), shown until the next."
        if let highest = grid.highest {
            text +=
                " The highest \(quantity.unit) is \(NumberText.short(highest.value)), in "
                + "\(grid.rows[highest.row]) at step \(highest.step)."
        }
        if let broken = grid.firstBroken {
            text += " It is first not finite in \(grid.rows[broken.row]) at step \(broken.step)."
        }
        return text
    }
}
