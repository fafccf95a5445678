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
        /// The same with a twentieth of what guessing costs added to each: beside almost nothing, a
        /// ratio says nothing.
        let softenedMove: Double
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
        let move = { (offset: Double) in
            zip(values.dropFirst(), values).map { later, earlier in
                abs((max(later + offset, 1e-6) / max(earlier + offset, 1e-6)).logarithm)
            }.median ?? 0
        }
        return Comparison(
            values: values, ratios: ratios, move: move(0), softenedMove: move(0.05 * guess),
            steps: Array(validations.steps[late]))
    }

    /// How many images a validation asks, where so few are asked that its accuracies tell: they are
    /// multiples of one over that number. Nil where they are not, or may be by accident: those of
    /// ``enough`` images are multiples of 1/n after each change with a chance of n over that.
    var validationImages: Int? {
        let shares = record[.validationAccuracy].values.finite
        let top = shares.max() ?? 0
        let accuracies = shares.map { top > 1 ? $0 / 100 : $0 }
        let changes = zip(accuracies.dropFirst(), accuracies).count { $0 != $1 }
        let images = (2..<Self.enough).first { images in
            accuracies.allSatisfy { accuracy in
                let right = accuracy * Double(images)
                return abs(right - right.rounded()) < Self.rounding * Double(images)
            }
        }
        // Tenths are also what a number with one digit behind the point is made of.
        guard let images, images != 10,
            Double(changes) * (Double(Self.enough) / Double(images)).logarithm
                > (1 / Self.chance).logarithm
        else { return nil }
        return images
    }

    private static let enough = 64
    private static let chance = 0.001
    /// What an accuracy of three digits behind the point may be off by.
    private static let rounding = 0.0006

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
