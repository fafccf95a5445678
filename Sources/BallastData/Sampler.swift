/// The order in which an epoch visits the images.
public protocol Sampler: Sendable {
    /// A permutation of `0..<count`, a pure function of its arguments and the sampler's own values.
    func order(count: Int, epoch: Int) -> [Int]
}
