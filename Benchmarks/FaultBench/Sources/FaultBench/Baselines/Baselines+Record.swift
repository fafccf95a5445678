import Ballast

extension CaseResult.Baselines {
    init(_ record: RunRecord) {
        let rules = AutoTrainerRules(record)
        autoTrainer = rules.symptoms.map(\.rawValue)
        autoTrainerCause = rules.symptoms.first?.cause
        sixSigma = SixSigmaRule.firstSpike(record[.trainLoss])
    }
}
