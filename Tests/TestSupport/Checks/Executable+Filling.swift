import BallastCore
import BallastGraph
import BallastRuntime

extension Executable {
    /// Fills every input of the graph that this was compiled from with hashed values: numbers in
    /// −1…1, and labels below `classes`.
    public func fillInputs(of graph: Graph, classes: Int, seed: UInt64 = 0) {
        for case .input(let name, let type) in graph.nodes.map(\.operation) {
            let count = type.shape.count
            if type.dataType == .int32 {
                let values = HashedValues.integers(count, below: classes, name: name, seed: seed)
                _ = integerInput(name).update(from: values)
            } else {
                let values = HashedValues.uniform(count, in: -1...1, name: name, seed: seed)
                _ = floatInput(name).update(from: values)
            }
        }
    }
}
