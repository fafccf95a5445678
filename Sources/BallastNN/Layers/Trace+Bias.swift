import BallastCore
import BallastGraph

extension Trace {
    /// The bias that belongs to a weight `(O, I, …)`, begun as PyTorch does unless
    /// ``initialization`` has a bias.
    func bias(ofWeight shape: Shape) -> Tensor {
        let bound = 1 / Double(Fan.input.count(of: shape)).squareRoot()
        let usual = Initializer.uniform(bound: bound)
        return parameter("bias", [shape[0]], initialization.biasInitializer(replacing: usual))
    }
}
