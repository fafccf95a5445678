import BallastCore
import BallastGraph
import BallastNN
import BallastRuntime

/// Brings the tensors of a safetensors file, or of a run's latest checkpoint, into a model.
public struct WeightLoader {
    public let path: String
    private let tensors: [String: HostTensor]

    /// - Parameter path: a safetensors file or a run directory.
    /// - Throws: ``BallastError`` for a file that is missing or damaged.
    public init(path: String) throws {
        self.path = path
        if let run = try? RunDirectory(opening: path) {
            let step = try CheckpointChoice.latest.step(in: run)
            tensors = try CheckpointStore(run).read(step).tensors.modelTensors
        } else {
            var found: [String: HostTensor] = [:]
            for tensor in try SafetensorsFile(contentsOf: path).tensors
            where !tensor.name.hasSuffix(".num_batches_tracked") {
                found[tensor.name] = tensor.hostTensor
            }
            tensors = found
        }
    }

    /// Loads every slot of the model by name.
    ///
    /// - Parameter allowsNewHead: whether the last layer keeps its initial values where its shape
    ///   differs from the file's.
    /// - Returns: sentences about what was not loaded.
    /// - Throws: ``BallastError`` that names a tensor which is missing or of another shape.
    public func load(into engine: TrainingEngine, allowsNewHead: Bool) throws -> [String] {
        let entries = engine.registry.entries
        let head = Self.head(of: engine.registry)
        let headIsNew =
            allowsNewHead
            && entries.contains { head.contains($0.slot.name) && !fits($0.slot) }
        for entry in entries where !(headIsNew && head.contains(entry.slot.name)) {
            engine.store.store(try tensor(for: entry.slot), in: entry.slot)
        }
        var notes: [String] = []
        if headIsNew {
            notes.append(
                "the last layer (\(head.sorted().joined(separator: ", "))) has another size in "
                    + "\(path) and is made anew")
        }
        let known = Set(entries.map(\.slot.name))
        let unused = tensors.keys.filter { !known.contains($0) }
        if let first = unused.min() {
            notes.append("\(unused.count) tensors of \(path) are not of this model, as \(first)")
        }
        return notes
    }

    private func fits(_ slot: StateSlot) -> Bool {
        tensors[slot.name]?.shape == slot.shape
    }

    private func tensor(for slot: StateSlot) throws -> HostTensor {
        guard let values = tensors[slot.name] else {
            throw BallastError(
                .badInput, "tensor '\(slot.name)' is missing", at: path,
                mend: "give the weights of this model and normalization")
        }
        guard values.shape == slot.shape else {
            throw BallastError(
                .badInput,
                "tensor '\(slot.name)' is \(values.shape), the model's is \(slot.shape)", at: path,
                mend: "choose the model, classes and image size that the weights are from")
        }
        return values
    }

    /// The parameters of the layer that was named last.
    private static func head(of registry: ModelRegistry) -> Set<String> {
        guard let last = registry.parameters.last?.name, let dot = last.lastIndex(of: ".") else {
            return []
        }
        let prefix = last[...dot]
        return Set(registry.parameters.map(\.name).filter { $0.hasPrefix(prefix) })
    }
}
