import BallastCore
import BallastData
import BallastEvents
import BallastGraph
import BallastOptimizers
import BallastRuntime
import FoundationEssentials

/// The checkpoints of a run: for each a safetensors file and, written after it, a JSON file.
///
/// Tensors are float32 in canonical order, which is exact for every layout, so that a resumed run
/// repeats the bits of one that was not interrupted.
public struct CheckpointStore: Sendable {
    public let directory: String

    public init(_ directory: RunDirectory) {
        self.directory = directory.checkpointsPath
    }

    /// The steps that have a checkpoint, in order.
    public func steps() -> [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.compactMap { name in
            guard name.hasPrefix("step-"), name.hasSuffix(".json") else { return nil }
            return Int(name.dropFirst(5).dropLast(5))
        }.sorted()
    }

    /// The path of a checkpoint within the run directory.
    public func relativePath(_ step: Int) -> String {
        "checkpoints/\(name(step)).safetensors"
    }

    /// Writes the committed state of an engine.
    ///
    /// - Parameters:
    ///   - checkpoint: where the run stands; its checksums are made here.
    ///   - best: what early stopping would go back to.
    ///   - beforeRecord: called when the tensors are on the disk and the record, which makes them a
    ///     checkpoint, is not.
    /// - Throws: ``BallastError`` of kind `cannotWrite`, before anything is written where the disk
    ///   has too little room; the checkpoints that were there are untouched.
    public func save(
        _ engine: TrainingEngine, _ checkpoint: Checkpoint, best: [StateSlot: HostTensor] = [:],
        beforeRecord: () throws -> Void = {}
    ) throws {
        var tensors = engine.savedSlots.map { slot in
            let values = engine.store.load(slot)
            return SafetensorsTensor(
                name: CheckpointTensors.name(of: slot), shape: slot.shape,
                floats: values.values)
        }
        for slot in engine.savedSlots {
            guard let values = best[slot] else { continue }
            tensors.append(
                SafetensorsTensor(
                    name: CheckpointTensors.bestName(of: slot), shape: slot.shape,
                    floats: values.values))
        }
        let bytes = SafetensorsFile(tensors: tensors).bytes()
        var checkpoint = checkpoint
        checkpoint.checksum = Checksum(of: bytes).hexadecimal
        let record = try CheckpointRecordFile.bytes(checkpoint)
        try FreeSpace.require(bytes.count + record.count, at: directory)
        try AtomicFile.write(tensorPath(checkpoint.step), bytes)
        try beforeRecord()
        try AtomicFile.write(recordPath(checkpoint.step), record)
    }

    /// Reads a checkpoint's record.
    ///
    /// - Throws: ``BallastError`` for one that is missing or damaged.
    public func record(_ step: Int) throws -> Checkpoint {
        guard let data = FileManager.default.contents(atPath: recordPath(step)) else {
            throw BallastError(
                .notFound, "there is no checkpoint of step \(step)", at: directory,
                mend: "there are those of the steps "
                    + steps().map(String.init).joined(separator: ", "))
        }
        let checkpoint = try CheckpointRecordFile.checkpoint(Array(data), at: recordPath(step))
        guard checkpoint.step == step else {
            throw BallastError(
                .badInput, "the record is that of step \(checkpoint.step)", at: recordPath(step),
                mend: "give the file its own name back")
        }
        return checkpoint
    }

    /// Brings a checkpoint's tensors into an engine, the optimizer's included.
    ///
    /// - Throws: ``BallastError`` where tensors are damaged, missing or of another shape.
    @discardableResult
    public func restore(_ step: Int, into engine: TrainingEngine) throws -> Checkpoint {
        let (checkpoint, tensors) = try read(step)
        for slot in engine.savedSlots { engine.store.store(try tensors.values(of: slot), in: slot) }
        return checkpoint
    }

    /// What early stopping would go back to from a checkpoint: the state of the best validation.
    ///
    /// - Throws: ``BallastError`` where tensors are damaged, missing or of another shape.
    public func best(_ step: Int, of engine: TrainingEngine) throws -> [StateSlot: HostTensor] {
        let (checkpoint, tensors) = try read(step)
        guard checkpoint.earlyStopping?.bestStep != nil else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: try engine.modelSlots.map {
                ($0, try tensors.bestValues(of: $0))
            })
    }

    /// Reads a checkpoint and compares its checksum.
    ///
    /// - Throws: ``BallastError`` for one that is missing or damaged.
    public func read(_ step: Int) throws -> (record: Checkpoint, tensors: CheckpointTensors) {
        let checkpoint = try record(step)
        let path = tensorPath(step)
        guard let data = FileManager.default.contents(atPath: path) else {
            throw BallastError(.notFound, "the checkpoint's tensors are not there", at: path)
        }
        let bytes = Array(data)
        guard Checksum(of: bytes).hexadecimal == checkpoint.checksum else {
            throw BallastError(
                .badInput, "the checkpoint is damaged: its checksum differs", at: path,
                mend: "use an earlier checkpoint")
        }
        let file = try SafetensorsFile(bytes: bytes, at: path)
        return (checkpoint, CheckpointTensors(file, path: path))
    }

    private func name(_ step: Int) -> String {
        let digits = String(step)
        return "step-" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }

    public func tensorPath(_ step: Int) -> String { "\(directory)/\(name(step)).safetensors" }
    func recordPath(_ step: Int) -> String { "\(directory)/\(name(step)).json" }
}
