import BallastEvents

extension LogCourse {
    /// How validations stand beside the training loss around them, behind the first fifth.
    struct Comparison {
        let values: [Double]
        /// Validation over training loss, or over a twentieth of what guessing costs: beside almost
        /// nothing, a ratio says nothing.
        let ratios: [Double]
        /// The usual change from one validation to the next, in the logarithm.
        let move: Double
        /// The steps of the validations.
        let steps: [Int]

        var highest: Double { values.max() ?? 0 }
        var usualRatio: Double { ratios.median ?? .nan }
        var highestRatio: Double { ratios.max() ?? 0 }

        /// How often a validation is more than so many times the one before it.
        func rises(above ratio: Double) -> Int {
            zip(values.dropFirst(), values).count { $0 > ratio * max($1, 1e-6) }
        }

        /// The share of validations that are above the training loss by a factor.
        func share(above ratio: Double) -> Double {
            Double(ratios.count { $0 >= ratio }) / Double(max(1, ratios.count))
        }
    }

    /// Nil where there are fewer than four validations.
    var comparison: Comparison? {
        guard validations.count >= 4, losses.count >= 4 else { return nil }
        let late = max(1, validations.count / 5)..<validations.count
        let values = Array(validations.values[late])
        let ratios = late.map { index in
            validations.values[index]
                / max(trainingLoss(near: validations.steps[index]), 0.05 * guess)
        }
        let rises = zip(values.dropFirst(), values).map { later, earlier in
            (max(later, 1e-6) / max(earlier, 1e-6)).logarithm
        }
        return Comparison(
            values: values, ratios: ratios, move: rises.map { abs($0) }.median ?? 0,
            steps: Array(validations.steps[late]))
    }

    /// The median training loss around a step, or the nearest one.
    func trainingLoss(near step: Int) -> Double {
        let reach = isPerEpoch ? 0 : 8
        if let near = losses.within((step - reach)...(step + reach)).values.median { return near }
        return losses.value(at: step) ?? losses.values.first ?? .nan
    }

    /// The lowest validation, where it is and what follows it.
    var lowestValidation: (step: Int, loss: Double, after: [Double])? {
        guard
            let index = validations.values.indices.min(by: {
                validations.values[$0] < validations.values[$1]
            })
        else { return nil }
        return (
            validations.steps[index], validations.values[index],
            Array(validations.values[index...])
        )
    }
}
