import BallastEvents
import BallastStability
import Foundation
import Testing

/// A kind of healthy run that may look odd. Thresholds are set on the tuning families alone.
struct HealthyFamily: CustomTestStringConvertible, Sendable {
    let name: String
    /// - Parameter dice: draws what differs from run to run.
    let make: @Sendable (_ seed: UInt64, inout Dice) -> ScriptedRun

    var testDescription: String { name }

    func runs(_ count: Int, from seed: UInt64) -> [RunRecord] {
        (0..<UInt64(count)).map { index in
            var dice = Dice(seed &+ index &* 7919)
            return make(seed &+ index, &dice).record
        }
    }

    static let tuning = [
        HealthyFamily(name: "exponential decline") { seed, dice in
            let (speed, floor) = (dice.uniform(10...120), dice.uniform(0.01...0.5))
            return ScriptedRun(seed: seed, loss: { floor + 1.95 * exp(-Double($0) / speed) })
        },
        HealthyFamily(name: "steep to almost nothing") { seed, dice in
            let speed = dice.uniform(15...40)
            return ScriptedRun(
                seed: seed, shape: 0.4, loss: { 0.001 + 1.95 * exp(-Double($0) / speed) })
        },
        HealthyFamily(name: "small noisy batches") { seed, dice in
            let size = Int(dice.uniform(4...16))
            let speed = dice.uniform(100...400)
            return ScriptedRun(
                seed: seed, batchSize: size, shape: 0.6,
                loss: { 0.3 + 1.65 * exp(-Double($0) / speed) })
        },
        HealthyFamily(name: "cosine restarts") { seed, dice in
            let (length, rise) = (Int(dice.uniform(60...150)), dice.uniform(1.2...2.5))
            return ScriptedRun(
                seed: seed,
                loss: { step in
                    let phase = Double(step % length) / Double(length)
                    let base = 0.15 + 1.8 * exp(-Double(step) / 60)
                    let relapse = step >= length ? max(0, 1 - 2 * phase) : 0
                    return base * (1 + (rise - 1) * relapse)
                },
                rate: { step in
                    0.05 * (1 + cos(Double.pi * Double(step % length) / Double(length))) + 1e-4
                })
        },
        HealthyFamily(name: "late sudden drop") { seed, dice in
            let (at, width) = (dice.uniform(100...300), dice.uniform(2...12))
            let end = dice.uniform(0.02...0.4)
            return ScriptedRun(
                seed: seed,
                loss: { end + (1.9 - end) / (1 + exp((Double($0) - at) / width)) },
                gradientNorm: { 1 + 12 * exp(-pow((Double($0) - at) / (2 * width), 2)) })
        },
        HealthyFamily(name: "noisy labels") { seed, dice in
            let floor = dice.uniform(1.2...1.8)
            return ScriptedRun(
                seed: seed, shape: 1.2, loss: { floor + (1.95 - floor) * exp(-Double($0) / 60) })
        },
        HealthyFamily(name: "tiny validation set") { seed, dice in
            let samples = Int(dice.uniform(20...60))
            return ScriptedRun(
                seed: seed, validateEvery: 20, validationSamples: samples,
                loss: { 0.3 + 1.65 * exp(-Double($0) / 80) })
        },
        HealthyFamily(name: "short") { seed, dice in
            let speed = dice.uniform(10...60)
            return ScriptedRun(
                seed: seed, steps: Int(dice.uniform(30...60)), batchSize: 32, validateEvery: 10,
                validationSamples: 300, loss: { 0.2 + 1.8 * exp(-Double($0) / speed) })
        },
    ]

    static let judging = [
        HealthyFamily(name: "power law") { seed, dice in
            let power = dice.uniform(0.2...0.7)
            return ScriptedRun(seed: seed, classes: 10, loss: { 2.3 * pow(Double($0), -power) })
        },
        HealthyFamily(name: "two stages") { seed, dice in
            let (first, second) = (dice.uniform(0.6...1.2), dice.uniform(180...320))
            return ScriptedRun(
                seed: seed, classes: 10, batchSize: 32, shape: 0.5,
                loss: { step in
                    let early = first + (2.3 - first) * exp(-Double(step) / 20)
                    return early * (0.1 + 0.9 / (1 + exp((Double(step) - second) / 3)))
                })
        },
        HealthyFamily(name: "step decay at a small batch") { seed, dice in
            let size = Int(dice.uniform(6...24))
            let floor = dice.uniform(0.1...0.4)
            return ScriptedRun(
                seed: seed, steps: 600, classes: 5, batchSize: size, shape: 0.55,
                loss: { step in
                    let slow = floor + 1.5 * exp(-Double(step) / 100)
                    return step > 300 ? 0.4 * slow : slow
                },
                rate: { $0 > 300 ? 0.01 : 0.1 })
        },
        HealthyFamily(name: "triangular rates") { seed, dice in
            let length = Int(dice.uniform(80...200))
            return ScriptedRun(
                seed: seed, steps: 500, classes: 10,
                loss: { step in
                    let phase = abs(2 * Double(step % length) / Double(length) - 1)
                    return (0.2 + 2.1 * exp(-Double(step) / 80)) * (1 + 0.5 * (1 - phase))
                },
                rate: { 0.001 + 0.1 * (1 - abs(2 * Double($0 % length) / Double(length) - 1)) })
        },
        HealthyFamily(name: "hard data, high plateau") { seed, dice in
            let floor = dice.uniform(1.9...2.15)
            return ScriptedRun(
                seed: seed, steps: 300, classes: 10, shape: 1,
                loss: { floor + (2.3 - floor) * exp(-Double($0) / 100) })
        },
        HealthyFamily(name: "warm-up, then cosine") { seed, dice in
            let warmup = Int(dice.uniform(10...80))
            let speed = dice.uniform(40...100)
            return ScriptedRun(
                seed: seed, classes: 100, batchSize: 48,
                loss: { 0.4 + 4.2 / (1 + pow(max(0, Double($0 - warmup / 2)) / speed, 1.5)) },
                rate: { step in
                    step <= warmup
                        ? 0.1 * Double(step) / Double(warmup)
                        : 0.05 * (1 + cos(Double.pi * Double(step - warmup) / 400))
                })
        },
        HealthyFamily(name: "memorized at the end") { seed, dice in
            let speed = dice.uniform(20...60)
            return ScriptedRun(
                seed: seed, classes: 10, batchSize: 16, shape: 0.35, validationSamples: 2000,
                loss: { 0.003 + 2.3 * exp(-Double($0) / speed) },
                validation: { 0.5 + 1.8 * exp(-Double($0) / speed) })
        },
        HealthyFamily(name: "few validations of few images") { seed, dice in
            let samples = Int(dice.uniform(30...80))
            return ScriptedRun(
                seed: seed, steps: Int(dice.uniform(40...90)), classes: 4, batchSize: 24,
                validateEvery: 8, validationSamples: samples,
                loss: { 0.3 + 1.1 * exp(-Double($0) / 25) })
        },
    ]
}
