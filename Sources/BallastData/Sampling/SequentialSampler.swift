/// Every epoch in the data's own order.
public struct SequentialSampler: Sampler {
    public init() {}

    public func order(count: Int, epoch: Int) -> [Int] { Array(0..<count) }
}
