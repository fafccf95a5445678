import BallastEvents

/// Looks for one kind of symptom in a whole record.
///
/// A detector says what it saw, never why. It is silent where the record lacks what it reads.
public protocol RecordDetector: Sendable {
    /// What it found, in the order of the steps.
    func findings(in record: RunRecord) -> [Finding]
}
