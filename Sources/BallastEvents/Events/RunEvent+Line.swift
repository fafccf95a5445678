extension RunEvent {
    /// The event as one line of JSON, without a line break.
    ///
    /// Steps and layers, which come a thousand times a second, are written by hand to the bytes
    /// that ``JSONCoding/encode(_:)`` makes, in a tenth of its time.
    public func line() throws -> [UInt8] {
        switch kind {
        case .step(let record):
            return line(record)
        case .layers(let record)
        where !record.layers.contains { JSONFieldWriter.needsEscape($0.name) }:
            return line(record)
        default:
            return try JSONCoding.encode(self)
        }
    }

    private func line(_ record: StepRecord) -> [UInt8] {
        var writer = JSONFieldWriter(capacity: 512)
        writer.field("accuracy", record.accuracy)
        if let batch = record.batch {
            writer.object("batch") { writer in
                writer.field("checksum", hexadecimal: batch.checksum)
                writer.field("epoch", batch.epoch)
                writer.field("position", batch.position)
            }
        }
        writer.field("committed", record.committed)
        writer.field("epoch", record.epoch)
        writer.field("gradientNorm", record.gradientNorm)
        writer.field("kind", word: "step")
        writer.optional("labelCounts", record.labelCounts)
        writer.field("learningRate", record.learningRate)
        writer.field("loss", record.loss)
        writer.optional("momentum", record.momentum)
        writer.field("schema", Self.schema)
        writer.field("seconds", record.seconds)
        writer.field("step", record.step)
        writer.field("time", time)
        writer.field("topKAccuracy", record.topKAccuracy)
        writer.optional("updateRatio", record.updateRatio)
        writer.optional("worstShare", record.worstShare)
        return writer.finished()
    }

    private func line(_ record: LayerRecord) -> [UInt8] {
        var writer = JSONFieldWriter(capacity: 128 + 320 * record.layers.count)
        writer.field("kind", word: "layers")
        writer.objects("layers", record.layers) { writer, layer in
            writer.optional("activationPeak", layer.activationPeak)
            writer.optional("activationScale", layer.activationScale)
            writer.optional("batchNormDrift", layer.batchNormDrift)
            writer.optional("deadFraction", layer.deadFraction)
            writer.optional("gradientNorm", layer.gradientNorm)
            writer.field("name", text: layer.name)
            writer.optional("saturatedFraction", layer.saturatedFraction)
            writer.optional("secondMomentRatio", layer.secondMomentRatio)
            writer.optional("updateNorm", layer.updateNorm)
            writer.optional("weightNorm", layer.weightNorm)
        }
        writer.field("schema", Self.schema)
        writer.field("step", record.step)
        writer.field("time", time)
        return writer.finished()
    }

    /// - Throws: ``BallastError`` of kind `badInput` at `place` for a line that is no event.
    public init(line: some Collection<UInt8>, at place: String) throws {
        self = try JSONCoding.decode(RunEvent.self, from: line, at: place)
    }
}
