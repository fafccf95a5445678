import BallastCore

/// Intervals by drawing from what was measured.
enum Bootstrap {
    private static let rounds = 400

    /// The damages of a changed run and of its control at the same steps.
    struct Pair {
        let changed: [Double]
        let control: [Double]

        var recoveredFraction: Double { [self].recoveredFraction }
    }

    /// The 90 % interval of the recovered fraction `1 − Σ changed / Σ control`, drawing the seeds
    /// and, in each, blocks of consecutive steps, which depend on each other.
    ///
    /// - Parameter pairs: one of each seed.
    static func interval(_ pairs: [Pair]) -> ClosedRange<Double> {
        var fractions: [Double] = []
        for round in 0..<rounds {
            let random = CounterRandom(seed: 0, stream: .probe, step: UInt64(round))
            var draw: UInt64 = 0
            let next = { (bound: Int) in
                draw += 1
                return random.integer(draw, below: bound)
            }
            var (changed, control) = (0.0, 0.0)
            for _ in pairs {
                let pair = pairs[next(pairs.count)]
                let count = min(pair.changed.count, pair.control.count)
                guard count > 0 else { continue }
                let block = max(1, Int(Double(count).squareRoot()))
                for _ in 0..<max(1, count / block) {
                    let first = next(max(1, count - block + 1))
                    for index in first..<(first + block) {
                        changed += pair.changed[index]
                        control += pair.control[index]
                    }
                }
            }
            if control > 0 { fractions.append(1 - changed / control) }
        }
        guard !fractions.isEmpty else { return 0...0 }
        fractions.sort()
        let low = fractions[fractions.count / 20]
        let high = fractions[fractions.count - 1 - fractions.count / 20]
        return max(-1, low)...max(-1, min(1, high))
    }
}

extension [Bootstrap.Pair] {
    /// `1 − Σ changed / Σ control`; 0 where the controls have no damage.
    ///
    /// A seed whose control has none still counts: a cure must do no harm there.
    var recoveredFraction: Double {
        let control = reduce(0) { $0 + $1.control.reduce(0, +) }
        let changed = reduce(0) { $0 + $1.changed.reduce(0, +) }
        return control > 0 ? 1 - changed / control : 0
    }
}
