import Ballast

/// The answer of `ballast diagnose --format json`: the diagnosis, and with `--apply` the repair.
struct DiagnosisAnswer: Encodable {
    private let diagnosis: Diagnosis
    private let repair: RepairAnswer?

    private enum Key: String, CodingKey {
        case repair
    }

    init(_ diagnosis: Diagnosis, _ repair: RepairAnswer?) {
        self.diagnosis = diagnosis
        self.repair = repair
    }

    func encode(to encoder: any Encoder) throws {
        try diagnosis.encode(to: encoder)
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encodeIfPresent(repair, forKey: .repair)
    }
}
