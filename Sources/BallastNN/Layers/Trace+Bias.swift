import BallastCore
import BallastGraph

extension Trace {
    /// The bias that belongs to a weight `(O, I, …)`, begun as PyTorch does.
    func bias(ofWeight shape: Shape) -> Tensor {
        let bound = 1 / Double(Fan.input.count(of: shape)).squareRoot()
        return parameter("bias", [shape[0]], .uniform(bound: bound))
    }
}
