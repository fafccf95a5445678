import BallastEvents
import BallastTraining
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The formulae against the optimizers' own recurrences on `λ/2·w²`.
@Suite("Limits of stability")
struct StabilityLimitTests {
    private static let curvature = 3.7

    /// The weight after many steps at a rate, as PyTorch's optimizers update it; for adaptive ones
    /// with the divisor 1.
    private func weight(after steps: Int, rate: Double, _ c: RunConfiguration) -> Double {
        var (w, buffer) = (1.0, 0.0)
        for step in 1...steps {
            var g = Self.curvature * w
            switch c.optimizer {
            case .sgd:
                g += c.weightDecay * w
                buffer = step == 1 ? g : c.momentum * buffer + (1 - c.dampening) * g
                w -= rate * (c.nesterov ? g + c.momentum * buffer : buffer)
            case .adam, .adamw:
                if c.optimizer == .adamw { w *= 1 - rate * c.weightDecay }
                buffer = c.beta1 * buffer + (1 - c.beta1) * g
                w -= rate * buffer
            case .rmsprop:
                buffer = c.momentum * buffer + g
                w -= rate * buffer
            }
        }
        return abs(w)
    }

    private static func configuration(
        _ change: (inout RunConfiguration) -> Void
    ) -> RunConfiguration {
        var configuration = RunConfiguration()
        change(&configuration)
        return configuration
    }

    static let configurations = [
        configuration { $0.momentum = 0 }, configuration { $0.momentum = 0.9 },
        configuration { ($0.momentum, $0.dampening) = (0.9, 0.5) },
        configuration { ($0.momentum, $0.nesterov) = (0.9, true) },
        configuration { ($0.momentum, $0.weightDecay) = (0.7, 0.4) },
        configuration { $0.optimizer = .adam },
        configuration { ($0.optimizer, $0.beta1) = (.adam, 0.5) },
        configuration { ($0.optimizer, $0.weightDecay) = (.adamw, 0.02) },
        configuration { ($0.optimizer, $0.momentum) = (.rmsprop, 0.6) },
    ]

    @Test("lie between rates that shrink an error and that blow it up", arguments: configurations)
    func border(configuration: RunConfiguration) {
        let limit = StabilityLimit(configuration).learningRate(sharpness: Self.curvature)
        #expect(weight(after: 4000, rate: 0.98 * limit, configuration) < 0.1)
        // What has grown beyond any number is nan.
        #expect(!(weight(after: 4000, rate: 1.02 * limit, configuration) <= 10))
    }

    @Test("are 38/η for Adam and 2(1 + β)/η for momentum")
    func knownValues() {
        #expect(abs(StabilityLimit(Self.configurations[5]).product - 38) < 1e-12)
        #expect(StabilityLimit(Self.configurations[5]).isPreconditioned)
        #expect(abs(StabilityLimit(Self.configurations[1]).product - 3.8) < 1e-12)
        #expect(StabilityLimit(Self.configurations[0]).product == 2)
    }

    @Test("are infinite where nothing curves upward, and unknown for an unknown sharpness")
    func edges() {
        let limit = StabilityLimit(RunConfiguration())
        #expect(limit.learningRate(sharpness: 0) == .infinity)
        #expect(limit.learningRate(sharpness: -1) == .infinity)
        #expect(limit.learningRate(sharpness: .nan).isNaN)
    }

    @Test("a cycling schedule counts with its lowest momentum")
    func cycling() throws {
        var configuration = RunConfiguration()
        configuration.schedule = try ScheduleSpec(parsing: "onecycle:base-momentum=0.8")
        #expect(abs(StabilityLimit(configuration).product - 3.6) < 1e-12)
    }
}
