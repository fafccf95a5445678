import BallastEvents

/// How a run was set up, as its record tells, to compare it with others.
struct RunTraits {
    private(set) var numbers: [String: Double] = [:]
    private(set) var words: [String: String] = [:]

    init(_ record: RunRecord) {
        let rates = record[.learningRate].values.filter(\.isFinite)
        if let highest = rates.max(), let first = rates.first {
            numbers["the highest rate"] = highest
            numbers["the first rate"] = first
            words["a rate"] = first < 0.5 * highest ? "that begins low" : "that begins high"
        }
        if let first = record[.trainLoss].values.first, first.isFinite {
            numbers["the first training loss"] = first
        }
        if let first = record[.gradientNorm].values.first, first.isFinite {
            numbers["the first gradient norm"] = first
        }
        if let configuration = record.configuration { add(configuration) }
    }

    private mutating func add(_ configuration: RunConfiguration) {
        numbers["the batch size"] = Double(configuration.batchSize)
        numbers["the momentum"] = configuration.momentum
        numbers["the weight decay"] = configuration.weightDecay
        numbers["the warm-up"] = Double(configuration.warmup)
        words["the optimizer"] = configuration.optimizer.rawValue
        words["the model"] = configuration.model
        words["the data"] = configuration.data
        words["the order"] = configuration.order.rawValue
        words["the schedule"] = configuration.schedule.description
        words["the pixels"] = configuration.pixels.rawValue
        words["the precision"] = configuration.precision.rawValue
    }
}
