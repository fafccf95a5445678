/// The order in which an epoch visits the images.
public protocol Sampler: Sendable {
    /// `count` positions in `0..<count`, a pure function of its arguments and the sampler's own
    /// values; a permutation, unless the sampler says that it draws with replacement.
    func order(count: Int, epoch: Int) -> [Int]
}
