import BallastCore
import BallastNN
import Testing

@Suite struct InitializerTests {
    private func moments(_ values: [Float]) -> (mean: Double, deviation: Double) {
        let mean = values.reduce(0) { $0 + Double($1) } / Double(values.count)
        let square = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
        return (mean, (square / Double(values.count)).squareRoot())
    }

    // Fan in 16·9 = 144, fan out 64·9 = 576, 9216 elements.
    static let shape: Shape = [64, 16, 3, 3]

    static let cases: [(initializer: Initializer, deviation: Double, bound: Double)] = [
        (.uniform(bound: 0.3), 0.173205, 0.3),
        (.kaimingUniform, 0.0481125, 0.0833333),
        (.normal(standardDeviation: 0.2), 0.2, 1.2),
        (.kaimingNormal(.input), 0.117851, 0.7),
        (.kaimingNormal(.output), 0.0589256, 0.36),
        // A normal number cut at ±1 deviation has deviation 0.5396.
        (.truncatedNormal(standardDeviation: 0.5, bound: 0.5), 0.2698, 0.5),
        (.truncatedNormal(standardDeviation: 0.01, bound: 2), 0.01, 0.06),
    ]

    @Test(arguments: cases)
    func momentsAndBounds(initializer: Initializer, deviation: Double, bound: Double) {
        let values = initializer.values(for: Self.shape, seed: 3, name: "conv1.weight").values
        let found = moments(values)
        #expect(abs(found.mean) < 4 * deviation / 96)
        #expect(abs(found.deviation / deviation - 1) < 0.03)
        #expect(values.allSatisfy { abs(Double($0)) <= bound * (1 + 1e-6) })
        #expect(Set(values).count > values.count / 2)
    }

    @Test func constant() {
        let tensor = Initializer.constant(0.5).values(for: [3], seed: 1, name: "x")
        #expect(tensor == HostTensor(repeating: 0.5, shape: [3]))
    }

    @Test(arguments: [
        Initializer.uniform(bound: 1), .normal(standardDeviation: 1), .kaimingUniform,
        .truncatedNormal(standardDeviation: 1, bound: 1),
    ])
    func valuesDependOnSeedNameAndIndexAlone(initializer: Initializer) {
        func values(_ rows: Int, _ seed: UInt64, _ name: String) -> [Float] {
            initializer.values(for: [rows, 7], seed: seed, name: name).values
        }
        let reference = values(5, 1, "a")
        #expect(values(5, 1, "a") == reference)
        #expect(Array(values(9, 1, "a").prefix(35)) == reference)
        #expect(values(5, 2, "a") != reference)
        #expect(values(5, 1, "b") != reference)
    }

    /// √(squared gain) as `torch.nn.init.calculate_gain` has it.
    @Test(arguments: [
        (Activation.relu, 1.4142135), (.leakyReLU(slope: 0.01), 1.4141428),
        (.leakyReLU(slope: 0.2), 1.3867505), (.tanh, 1.6666667), (.sigmoid, 1),
    ])
    func gainsArePyTorchs(activation: Activation, gain: Double) {
        #expect(abs(activation.squaredGain.squareRoot() - gain) < 1e-6)
    }

    @Test func aGainScalesKaimingNormalWeights() {
        func values(_ initializer: Initializer) -> [Float] {
            initializer.values(for: Self.shape, seed: 3, name: "x").values
        }
        let rectified = values(.kaimingNormal(.input))
        #expect(values(.kaimingNormal(.input, squaredGain: 2)) == rectified)
        let halved = values(.kaimingNormal(.input, squaredGain: 0.5))
        #expect(zip(halved, rectified).allSatisfy { abs($0 - $1 / 2) <= abs($1) * 1e-6 })
    }
}
