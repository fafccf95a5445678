import Ballast

/// What the numbers of a validation spike say, in sentences; each stands only where they bear it.
struct DemoValidationSpikeStory {
    private let outcome: ValidationSpikeOutcome
    private let evidence: ValidationSpikeEvidence?
    private let summary: ValidationSpikeSummary?

    init(_ outcome: ValidationSpikeOutcome) {
        self.outcome = outcome
        evidence = ValidationSpikeEvidence(outcome.high, guessingLoss: outcome.guessingLoss)
        summary = ValidationSpikeSummary(outcome.high, guessingLoss: outcome.guessingLoss)
    }

    /// What was seen, one sentence or two each.
    var observations: [String] {
        guard let evidence, let summary else { return [] }
        return [peak(evidence), training(evidence), statistics(evidence), recovery(summary)]
            + slowRun
    }

    /// What follows from it, a paragraph each.
    var conclusion: [String] {
        switch evidence?.conclusion {
        case .statisticsLag:
            [
                "So the running statistics of batch norm lag behind the weights. They are an "
                    + "average over past iterations, and at this rate the weights change faster "
                    + "than the average follows. Training does not use them, it normalizes each "
                    + "batch by itself; only evaluation does. Until they catch up, the usual "
                    + "validation loss says little about the weights."
            ]
        case .noSpike:
            [
                "So there is no spike at this rate and with this seed. A higher --high-rate "
                    + "brings one."
            ]
        case .otherCause:
            [
                "So there is a spike, but other statistics do not remove it: here the running "
                    + "statistics of batch norm are not, or not alone, to blame."
            ]
        case .undetermined, nil:
            ["So the run became non-finite, and nothing is proven about why. Try a lower rate."]
        }
    }

    private var guessing: String {
        "ln \(outcome.classes) = \(NumberText.short(outcome.guessingLoss))"
    }

    private func peak(_ evidence: ValidationSpikeEvidence) -> String {
        let times = NumberText.short(evidence.peakLoss / outcome.guessingLoss)
        return "At rate \(NumberText.short(outcome.high.learningRate)) the validation loss is "
            + "highest at iteration \(evidence.peakStep): \(NumberText.short(evidence.peakLoss)), "
            + "\(times) times what guessing costs (\(guessing))."
    }

    private func training(_ evidence: ValidationSpikeEvidence) -> String {
        let numbers =
            "the training loss of that iteration is \(NumberText.short(evidence.trainLossAtPeak)), "
            + "and the highest of all iterations \(NumberText.short(evidence.highestTrainLoss))."
        return evidence.isTrainingCalm
            ? "Training stays calm: \(numbers)" : "Training is not calm either: \(numbers)"
    }

    private func statistics(_ evidence: ValidationSpikeEvidence) -> String {
        let batches = outcome.recipe.reestimationBatches
        let numbers =
            "\(NumberText.short(evidence.batchStatisticsLossAtPeak)) where batch norm uses the "
            + "statistics of the batch itself, and "
            + "\(NumberText.short(evidence.reestimatedLossAtPeak)) with running statistics "
            + "estimated anew over \(batches) training batches."
        var text = "At that iteration the same weights on the same images have the loss \(numbers)"
        if evidence.conclusion == .statisticsLag || evidence.conclusion == .otherCause {
            text +=
                " Over the whole run that removes \(percent(evidence.removedByBatchStatistics)) "
                + "and \(percent(evidence.removedByReestimation)) of the area above "
                + "ln \(outcome.classes)."
        }
        return text
    }

    private func recovery(_ summary: ValidationSpikeSummary) -> String {
        guard let step = summary.recoveredStep else {
            return "The run ends with a validation loss above ln \(outcome.classes)."
        }
        return "From iteration \(step) on the validation loss stays below ln \(outcome.classes), "
            + "without anything having been changed; at the end it is "
            + "\(NumberText.short(summary.finalValidationLoss))."
    }

    /// What the other run shows of the same, where training got ahead of validation.
    private var slowRun: [String] {
        let low = outcome.low
        guard let summary = ValidationSpikeSummary(low, guessingLoss: outcome.guessingLoss),
            let step = summary.recoveredStep, step <= low.trainLoss.count,
            low.trainLoss[step - 1] < outcome.guessingLoss / 2
        else { return [] }
        return [
            "At rate \(NumberText.short(low.learningRate)) the validation loss never exceeds "
                + "\(NumberText.short(summary.peakValidationLoss)), but it stays below "
                + "ln \(outcome.classes) only from iteration \(step) on, when the training loss is "
                + "down to \(NumberText.short(low.trainLoss[step - 1])) already."
        ]
    }

    /// Rounded down, so that 100% means all of it.
    private func percent(_ share: Double) -> String {
        "\(NumberText.short((share * 1000).rounded(.down) / 10))%"
    }
}
