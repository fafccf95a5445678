import Ballast

/// Trains a faulty run again with a remedy, over all seeds of the split, beside its twin.
struct RepairTrial {
    let laboratory: Laboratory
    let mutant: Mutant
    let split: Split

    /// The repair that a diagnosis names.
    func trial(_ diagnosis: Diagnosis) throws -> CaseResult.Repair {
        let causes = diagnosis.causesToRepair.map(\.cause)
        guard !causes.isEmpty else {
            return CaseResult.Repair(
                change: .init(), repaired: false, test: nil, failure: "no cause was named")
        }
        return try trial(diagnosis.repair, mendsData: causes.contains(.nonFiniteData))
    }

    /// - Parameter mendsData: whether the samples at fault are mended, as the remedy of
    ///   `non-finite-data` says in words.
    private func trial(
        _ change: ConfigurationChange, mendsData: Bool
    ) throws -> CaseResult.Repair {
        var repair = CaseResult.Repair(change: change, repaired: false, test: nil, failure: nil)
        do {
            let repaired = try recipe(change, mendsData: mendsData)
            let courses = try laboratory.courses(repaired, split.seeds)
            let twins = try laboratory.courses(mutant.twin, split.seeds)
            let test = PairedTest(
                courses.map { $0.value(.finalValidation) },
                against: twins.map { $0.value(.finalValidation) })
            repair.test = test
            repair.repaired =
                courses.allSatisfy(\.finite) && !test.isSurelyHigher(by: CaseRunner.tolerance)
        } catch let error as BallastError {
            repair.failure = "\(error)"
        }
        return repair
    }

    private func recipe(_ change: ConfigurationChange, mendsData: Bool) throws -> Recipe {
        var recipe = mutant.faulty
        let weights = "weights"
        recipe.configuration.weights = weights
        recipe.configuration = try change.applied(to: recipe.configuration)
        let keepsWeights = recipe.configuration.weights == weights
        recipe.configuration.weights = nil
        recipe.dataFaults.removeAll { fault in
            switch fault {
            case .notFinite: mendsData
            case .hugeWeights: !keepsWeights
            default: false
            }
        }
        return recipe
    }

    /// A remedy drawn by lot from those that people try.
    func randomRepair(_ id: String) throws -> Bool {
        var checksum = Checksum()
        checksum.update(id)
        let random = CounterRandom(seed: checksum.value, domain: 901)
        let remedies = Self.remedies(mutant.faulty.configuration)
        let choice = remedies[random.integer(0, below: remedies.count)]
        return try trial(choice, mendsData: false).repaired
    }

    private static func remedies(_ run: RunConfiguration) -> [ConfigurationChange] {
        [
            ConfigurationChange([.learningRate: .number(run.learningRate / 2)]),
            ConfigurationChange([.learningRate: .number(run.learningRate / 10)]),
            ConfigurationChange([.warmup: 20]),
            ConfigurationChange([.normalization: "batch"]),
            ConfigurationChange([.initialization: "he"]),
            ConfigurationChange([.activation: "relu"]),
            ConfigurationChange([.activation: "leaky-relu"]),
            ConfigurationChange([.clipNorm: 1.0]),
            ConfigurationChange([.batchSize: .integer(2 * run.batchSize)]),
            ConfigurationChange([.weightDecay: 5e-4]),
            ConfigurationChange([.optimizer: "adam", .learningRate: 1e-3]),
            ConfigurationChange([.pixels: "standardized"]),
            ConfigurationChange([.order: "shuffled"]),
        ]
    }

    /// The faulty run with the guard repairing.
    func guarded() throws -> CaseResult.Guarded {
        let recipe = mutant.faulty.with { $0.guardMode = .repair }
        let course = try laboratory.courses(recipe, [split.seeds[0]])[0]
        let twin = try laboratory.courses(mutant.twin, [split.seeds[0]])[0]
        return CaseResult.Guarded(
            stepsMade: course.stepsMade, plannedSteps: course.plannedSteps,
            difference: course.value(.finalValidation) - twin.value(.finalValidation))
    }
}
