extension RunEvent: Codable {
    private enum Key: String, CodingKey {
        case schema, time, kind
        case step, path, learningRate, text, status, reason
    }

    private enum Name: String, Codable {
        case runStarted, step, layers, nonFinite, validation, checkpoint, scheduleChanged
        case finding, guardDecision, guardOutcome, note, resumed, runEnded
    }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        let schema = try fields.decode(Int.self, forKey: .schema)
        guard schema == Self.schema else {
            throw decoder.corrupted(
                "events of schema \(schema) are not known to this version, only \(Self.schema)")
        }
        time = try fields.decode(Double.self, forKey: .time)
        kind = try Self.kind(try fields.decode(Name.self, forKey: .kind), fields, decoder)
    }

    private static func kind(
        _ name: Name, _ fields: KeyedDecodingContainer<Key>, _ decoder: any Decoder
    ) throws -> Kind {
        let step = { try fields.decode(Int.self, forKey: .step) }
        return switch name {
        case .runStarted: .runStarted(try RunStart(from: decoder))
        case .step: .step(try StepRecord(from: decoder))
        case .layers: .layers(try LayerRecord(from: decoder))
        case .nonFinite: .nonFinite(try NonFiniteRecord(from: decoder))
        case .validation: .validation(try ValidationRecord(from: decoder))
        case .checkpoint:
            .checkpoint(step: try step(), path: try fields.decode(String.self, forKey: .path))
        case .scheduleChanged:
            .scheduleChanged(
                step: try step(),
                learningRate: try fields.decode(Double.self, forKey: .learningRate))
        case .finding: .finding(try Finding(from: decoder))
        case .guardDecision: .guardDecision(try GuardDecision(from: decoder))
        case .guardOutcome: .guardOutcome(try GuardOutcome(from: decoder))
        case .note: .note(try fields.decode(String.self, forKey: .text))
        case .resumed: .resumed(step: try step())
        case .runEnded:
            .runEnded(
                status: try fields.decode(RunStatus.self, forKey: .status), step: try step(),
                reason: try fields.decode(String.self, forKey: .reason))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(Self.schema, forKey: .schema)
        try fields.encode(time, forKey: .time)
        try fields.encode(name, forKey: .kind)
        switch kind {
        case .runStarted(let start): try start.encode(to: encoder)
        case .step(let record): try record.encode(to: encoder)
        case .layers(let record): try record.encode(to: encoder)
        case .nonFinite(let record): try record.encode(to: encoder)
        case .validation(let record): try record.encode(to: encoder)
        case .finding(let finding): try finding.encode(to: encoder)
        case .guardDecision(let decision): try decision.encode(to: encoder)
        case .guardOutcome(let outcome): try outcome.encode(to: encoder)
        case .note(let text): try fields.encode(text, forKey: .text)
        case .resumed(let step): try fields.encode(step, forKey: .step)
        case .checkpoint(let step, let path):
            try fields.encode(step, forKey: .step)
            try fields.encode(path, forKey: .path)
        case .scheduleChanged(let step, let learningRate):
            try fields.encode(step, forKey: .step)
            try fields.encode(learningRate, forKey: .learningRate)
        case .runEnded(let status, let step, let reason):
            try fields.encode(status, forKey: .status)
            try fields.encode(step, forKey: .step)
            try fields.encode(reason, forKey: .reason)
        }
    }

    private var name: Name {
        switch kind {
        case .runStarted: .runStarted
        case .step: .step
        case .layers: .layers
        case .nonFinite: .nonFinite
        case .validation: .validation
        case .checkpoint: .checkpoint
        case .scheduleChanged: .scheduleChanged
        case .finding: .finding
        case .guardDecision: .guardDecision
        case .guardOutcome: .guardOutcome
        case .note: .note
        case .resumed: .resumed
        case .runEnded: .runEnded
        }
    }
}
