extension RunEvent {
    /// The event as one line of JSON, without a line break.
    ///
    /// Steps, which come a thousand times a second, are written by hand to the bytes that
    /// ``JSONCoding/encode(_:)`` makes, in a tenth of its time.
    public func line() throws -> [UInt8] {
        guard case .step(let record) = kind else { return try JSONCoding.encode(self) }
        var writer = JSONFieldWriter()
        writer.field("accuracy", record.accuracy)
        writer.field("committed", record.committed)
        writer.field("epoch", record.epoch)
        writer.field("gradientNorm", record.gradientNorm)
        writer.field("kind", word: "step")
        writer.field("learningRate", record.learningRate)
        writer.field("loss", record.loss)
        writer.field("schema", Self.schema)
        writer.field("seconds", record.seconds)
        writer.field("step", record.step)
        writer.field("time", time)
        writer.field("topKAccuracy", record.topKAccuracy)
        return writer.finished()
    }

    /// - Throws: ``BallastError`` of kind `badInput` at `place` for a line that is no event.
    public init(line: some Collection<UInt8>, at place: String) throws {
        self = try JSONCoding.decode(RunEvent.self, from: line, at: place)
    }
}
