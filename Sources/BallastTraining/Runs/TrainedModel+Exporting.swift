import BallastCore
import BallastGraph
import BallastNN
import BallastRuntime

extension TrainedModel {
    /// The weights by PyTorch's names and in the order of its `state_dict`, so that
    /// `load_state_dict(strict=True)` accepts them; the same weights give the same bytes.
    ///
    /// Every `running_var` is followed by the `num_batches_tracked` of its layer, which is the
    /// number of the run's steps.
    public func stateDictionary() -> SafetensorsFile {
        var tensors: [SafetensorsTensor] = []
        let suffix = "running_var"
        for entry in engine.registry.entries {
            let name = entry.slot.name
            let values = engine.store.load(entry.slot).values
            tensors.append(SafetensorsTensor(name: name, shape: entry.slot.shape, floats: values))
            guard name.hasSuffix(suffix) else { continue }
            tensors.append(
                SafetensorsTensor(
                    name: name.dropLast(suffix.count) + "num_batches_tracked", shape: .scalar,
                    integers: [Int64(step)]))
        }
        return SafetensorsFile(metadata: ["format": "pt"], tensors: tensors)
    }
}
