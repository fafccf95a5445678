import BallastTraining
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@Suite("Bisection of rates")
struct RateBisectionTests {
    /// Asks an oracle until the search ends.
    private func asked(
        _ bisection: inout RateBisection, _ isStable: (Double) -> Bool
    ) -> [Double] {
        var rates: [Double] = []
        while let rate = bisection.next {
            rates.append(rate)
            bisection.record(rate, isStable: isStable(rate))
            precondition(rates.count < 100, "the search does not end")
        }
        return rates
    }

    @Test(
        "closes in on a border from any guess", arguments: [1e-6, 3e-3, 0.17, 9, 400],
        [1e-5, 0.01, 0.1, 1, 100])
    func border(border: Double, guess: Double) throws {
        var bisection = RateBisection(guess: guess)
        let rates = asked(&bisection) { $0 <= border }
        let (low, high) = (try #require(bisection.stable), try #require(bisection.unstable))
        #expect(low <= border && border < high)
        #expect(high / low <= 1.25)
        #expect(bisection.isClosed)
        #expect(rates[0] == guess)
        // Away by 2^(2ᵏ), then halves of the logarithm.
        let away = abs(log2(border / guess))
        #expect(Double(rates.count) <= 10 + log2(1 + away) + away / 8, "\(rates)")
    }

    @Test("ends at a bound where every rate is stable, or none")
    func bounds() {
        var stable = RateBisection(guess: 1, bounds: 1e-3...50)
        #expect(asked(&stable) { _ in true }.last == 50)
        #expect(stable.stable == 50 && stable.unstable == nil && !stable.isClosed)
        var unstable = RateBisection(guess: 1, bounds: 1e-3...50)
        #expect(asked(&unstable) { _ in false }.last == 1e-3)
        #expect(unstable.stable == nil && unstable.unstable == 1e-3 && !unstable.isClosed)
    }

    @Test("a refuted rate is the lowest unstable one, and the search goes on below it")
    func refutation() throws {
        var bisection = RateBisection(guess: 0.1)
        _ = asked(&bisection) { $0 < 1 }
        var refuted = 0
        while let believed = bisection.stable, believed >= 0.3 {
            bisection.refute()
            refuted += 1
            #expect(bisection.unstable == believed)
            #expect(asked(&bisection) { $0 < 0.3 }.allSatisfy { $0 < believed })
        }
        #expect(refuted > 0)
        let (low, high) = (try #require(bisection.stable), try #require(bisection.unstable))
        #expect(low < 0.3 && high >= 0.3 && high / low <= 1.25)
    }

    @Test("the only stable rate can be refuted")
    func lastRefutation() throws {
        var bisection = RateBisection(guess: 1)
        bisection.record(1, isStable: true)
        bisection.record(2, isStable: false)
        while let rate = bisection.next { bisection.record(rate, isStable: false) }
        #expect(bisection.stable == 1)
        bisection.refute()
        #expect(bisection.stable == nil)
        #expect(bisection.next == 0.5)
    }

    @Test("a guess outside of the bounds, or none, is moved to them")
    func oddGuesses() {
        #expect(RateBisection(guess: .infinity, bounds: 1e-3...50).next == 50)
        #expect(RateBisection(guess: 0, bounds: 1e-3...50).next == 1e-3)
        #expect(RateBisection(guess: .nan, bounds: 1e-3...50).next == 1e-3)
    }
}
