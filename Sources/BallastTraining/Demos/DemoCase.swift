/// The stories that `ballast demo` tells: questions that people ask about a training of theirs.
public enum DemoCase: String, Codable, CaseIterable, Sendable {
    case validationSpike = "validation-spike"
    case nanAfterOneStep = "nan-after-one-step"
    case spikeAtEpoch = "spike-at-epoch"
    case smallBatchNorm = "small-batch-norm"
    case fixedOrder = "fixed-order"
}
