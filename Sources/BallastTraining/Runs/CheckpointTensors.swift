import BallastCore
import BallastGraph

/// The tensors of a checkpoint by the kind and name of their slot.
public struct CheckpointTensors: Sendable {
    /// The tensor file.
    public let path: String
    private let tensors: [String: HostTensor]

    init(_ file: SafetensorsFile, path: String) {
        self.path = path
        var tensors: [String: HostTensor] = [:]
        for tensor in file.tensors { tensors[tensor.name] = tensor.hostTensor }
        self.tensors = tensors
    }

    /// The name of a slot in the file, such as `parameter:conv1.weight`.
    static func name(of slot: StateSlot) -> String {
        "\(slot.kind.rawValue):\(slot.name)"
    }

    /// The name of a slot's value at the best validation.
    static func bestName(of slot: StateSlot) -> String { "best:" + name(of: slot) }

    /// - Throws: ``BallastError`` of kind `badInput` where the tensor is missing or misshaped.
    public func values(of slot: StateSlot) throws -> HostTensor {
        try values(Self.name(of: slot), slot)
    }

    /// The value at the best validation, which runs that may stop early keep.
    ///
    /// - Throws: ``BallastError`` of kind `badInput` where the tensor is missing or misshaped.
    public func bestValues(of slot: StateSlot) throws -> HostTensor {
        try values(Self.bestName(of: slot), slot)
    }

    private func values(_ name: String, _ slot: StateSlot) throws -> HostTensor {
        guard let values = tensors[name], values.shape == slot.shape else {
            throw BallastError(
                .badInput, "tensor '\(name)' of \(slot.shape) is not in the checkpoint", at: path,
                mend: "the checkpoint belongs to another model or optimizer")
        }
        return values
    }

    /// The parameters and running statistics by their names in the model.
    public var modelTensors: [String: HostTensor] {
        var found: [String: HostTensor] = [:]
        for (name, values) in tensors {
            for kind in [StateSlot.Kind.parameter, .runningStatistic] {
                let prefix = "\(kind.rawValue):"
                if name.hasPrefix(prefix) { found[String(name.dropFirst(prefix.count))] = values }
            }
        }
        return found
    }

    /// The average of a parameter's trajectory, or nil where none was kept.
    public func average(of parameter: StateSlot) -> HostTensor? {
        let suffix = "/\(parameter.name)"
        let match = tensors.first { name, _ in
            name.hasPrefix("\(StateSlot.Kind.average.rawValue):") && name.hasSuffix(suffix)
        }
        return match?.value.shape == parameter.shape ? match?.value : nil
    }
}
