import BallastCore
import BallastEvents
import BallastGraph
import BallastRuntime

/// Looks at the activations of one compiled training pass while it runs.
struct LayerObserver {
    let layers: [ObservedLayer]
    let observation: Executable.Observation
    /// The layers that a value tells of.
    private let interested: [ValueID: [Int]]
    private let store: StateStore

    init(_ layers: [ObservedLayer], in program: Executable, _ store: StateStore) {
        self.layers = layers
        self.store = store
        var interested: [ValueID: [Int]] = [:]
        for (index, layer) in layers.enumerated() {
            let values = [layer.output, layer.normalization?.mean, layer.normalization?.variance]
            for value in values.compactMap({ $0 }) { interested[value, default: []].append(index) }
        }
        self.interested = interested
        observation = program.observation(of: Set(interested.keys))
    }

    /// What was seen of the layers in one run.
    struct Sight {
        fileprivate(set) var probes: [LayerProbe]
        /// Batch means, until the variance is there too.
        fileprivate var means: [Int: HostTensor] = [:]
    }

    func begin() -> Sight {
        Sight(probes: layers.map { LayerProbe(name: $0.name) })
    }

    func look(at value: ValueID, _ view: TensorView, _ sight: inout Sight) {
        for index in interested[value] ?? [] {
            let layer = layers[index]
            if value == layer.output { measure(layer, view, &sight.probes[index]) }
            if value == layer.normalization?.mean { sight.means[index] = view.loaded() }
            if let normalization = layer.normalization, value == normalization.variance,
                let mean = sight.means.removeValue(forKey: index)
            {
                sight.probes[index].batchNormDrift = drift(normalization, mean, view.loaded())
            }
        }
    }

    private func measure(_ layer: ObservedLayer, _ view: TensorView, _ probe: inout LayerProbe) {
        let measure = view.measured(outside: layer.linearRange ?? -Float.infinity...Float.infinity)
        probe.activationScale = measure.rootMeanSquare
        probe.activationPeak = Double(measure.peak)
        if layer.isRectified {
            probe.deadFraction = Double(view.zeroChannels()) / Double(view.shape[1])
        }
        if layer.linearRange != nil {
            probe.saturatedFraction = Double(measure.outside) / Double(measure.count)
        }
    }

    /// The largest deviation of the committed running means from the batch's, in its deviations.
    private func drift(
        _ normalization: ObservedLayer.Normalization, _ mean: HostTensor, _ variance: HostTensor
    ) -> Double {
        let running = store.load(normalization.runningMean)
        var largest = 0.0
        for channel in mean.values.indices {
            let distance = Double(running.values[channel]) - Double(mean.values[channel])
            let deviation = (Double(variance.values[channel]) + normalization.epsilon).squareRoot()
            let ratio = distance.magnitude / deviation
            if ratio.isNaN || ratio > largest { largest = ratio }
            if largest.isNaN { break }
        }
        return largest
    }
}
