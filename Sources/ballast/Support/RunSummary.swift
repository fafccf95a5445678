import Ballast

/// The answer of `ballast train`: where the run is and how it ended.
struct RunSummary: Encodable {
    let run: String
    let status: RunStatus
    let steps: Int
    /// Of the last training step; nil where none was made.
    let loss: Double?
    let validation: ValidationRecord?

    private enum CodingKeys: String, CodingKey {
        case run, status, steps, loss, validationLoss, validationAccuracy
    }

    init(
        run: String, status: RunStatus, steps: Int, loss: Double?, validation: ValidationRecord?
    ) {
        self.run = run
        self.status = status
        self.steps = steps
        self.loss = loss
        self.validation = validation
    }

    /// Reads how a run ended from its directory.
    init(completed path: String) throws {
        let directory = try RunDirectory(opening: path)
        let manifest = try directory.manifest()
        let last = try LastRecords(directory)
        self.init(
            run: path, status: manifest.status, steps: manifest.steps, loss: last.step?.loss,
            validation: last.validation)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(run, forKey: .run)
        try container.encode(status, forKey: .status)
        try container.encode(steps, forKey: .steps)
        try container.encode(loss, forKey: .loss)
        try container.encode(validation?.loss, forKey: .validationLoss)
        try container.encode(validation?.accuracy, forKey: .validationAccuracy)
    }

    /// A few lines for a person.
    var text: String {
        var text = "\(run): \(status.rawValue) after \(steps) steps\n"
        if let loss { text += "  training loss    \(NumberText.short(loss))\n" }
        if let validation {
            text += "  validation loss  \(NumberText.short(validation.loss)), accuracy "
            text += "\(NumberText.short(validation.accuracy)) (after step \(validation.step))\n"
        }
        return text
    }
}
