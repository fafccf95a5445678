import Ballast

/// All cases of the bench.
enum Catalogue {
    /// The mutants of a cause.
    static func mutants(_ split: Split, _ cause: Cause) -> [Mutant] {
        switch cause {
        case .learningRateTooHigh: learningRateTooHigh(split)
        case .missingWarmup: missingWarmup(split)
        case .batchnormStatisticsLag: batchnormStatisticsLag(split)
        case .batchnormBatchTooSmall: batchnormBatchTooSmall(split)
        case .dataOrder: dataOrder(split)
        case .badBatch: badBatch(split)
        case .inputNotNormalized: inputNotNormalized(split)
        case .deadUnits: deadUnits(split)
        case .vanishingGradient: vanishingGradient(split)
        case .explodingGradient: explodingGradient(split)
        case .scheduleJump: scheduleJump(split)
        case .secondMomentLag: secondMomentLag(split)
        case .validationNoise: validationNoise(split)
        case .prematureStop: prematureStop(split)
        case .numericOverflow: numericOverflow(split)
        case .nonFiniteData: nonFiniteData(split)
        case .overfitting: overfitting(split)
        }
    }

    /// Each severity, from 1, with the number that makes it, of the split's row of a table.
    static func severities(_ split: Split, _ table: [[Double]]) -> [(Int, Double)] {
        let row = table[split == .tuning ? 0 : 1]
        return row.enumerated().map { ($0.offset + 1, $0.element) }
    }

    static func cases(_ split: Split) -> [BenchCase] {
        let mutants = Cause.allCases.flatMap { Self.mutants(split, $0) } + pairs(split)
        return mutants.flatMap { cases(of: $0, split) } + healthy(split)
    }

    private static func cases(of mutant: Mutant, _ split: Split) -> [BenchCase] {
        split.seeds.prefix(Split.casesPerGroup).map {
            BenchCase(split: split, truth: .faulty(mutant), seed: $0)
        }
    }
}
