import BallastEvents

extension CaseFile {
    /// A validation loss that has hardly left what guessing costs by the last third of the run,
    /// though no spike or divergence shows.
    ///
    /// - Parameter share: of what guessing costs, below which something was learned.
    func unlearned(_ symptom: Symptom, above share: Double) -> Complaint? {
        guard let guessing = record.guessingLoss, record.lastStep >= 3 else { return nil }
        let late = (record.lastStep * 2 / 3)...record.lastStep
        let reference = share * guessing
        guard let level = record[.validationLoss].within(late).values.finite.median,
            level > reference
        else { return nil }
        return Complaint(
            symptom: symptom, channel: .validationLoss, onset: late.lowerBound, window: late,
            reference: reference)
    }
}
