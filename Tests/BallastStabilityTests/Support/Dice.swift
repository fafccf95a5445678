import BallastCore
import Foundation

/// Random numbers of one scripted run, in order.
struct Dice {
    private let numbers: CounterRandom
    private var next: UInt64 = 0

    init(_ seed: UInt64) {
        numbers = CounterRandom(seed: seed, stream: .synthesis)
    }

    /// Uniform in 0 … 1, never 0.
    mutating func uniform() -> Double {
        next += 1
        return Double(numbers.uniform(next)) + 0x1p-25
    }

    mutating func uniform(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + uniform() * (range.upperBound - range.lowerBound)
    }

    mutating func normal() -> Double {
        next += 1
        return Double(numbers.normal(next))
    }

    /// The mean of `count` losses whose distribution has this mean: Weibull with a shape below 1
    /// where a few samples carry the loss.
    mutating func batchMean(_ mean: Double, count: Int, shape: Double) -> Double {
        let scale = 1 / tgamma(1 + 1 / shape)
        var sum = 0.0
        for _ in 0..<count { sum += scale * pow(-log(uniform()), 1 / shape) }
        return mean * sum / Double(count)
    }
}
