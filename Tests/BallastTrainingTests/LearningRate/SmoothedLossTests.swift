import BallastTraining
import Testing

@Suite("The smoothed loss")
struct SmoothedLossTests {
    @Test("has no bias towards its start", arguments: [0.0, 0.5, 0.9, 0.98])
    func unbiased(smoothing: Double) {
        var smoothed = SmoothedLoss(smoothing: smoothing)
        for _ in 0..<200 { #expect(abs(smoothed.add(2.3) - 2.3) < 1e-12) }
    }

    @Test("is the weighted mean of the values so far")
    func weightedMean() {
        let values = [3.0, 1, 4, 1, 5, 9, 2, 6]
        var smoothed = SmoothedLoss(smoothing: 0.7)
        for (last, value) in values.enumerated() {
            var (sum, weights, weight) = (0.0, 0.0, 1.0)
            for earlier in values[...last].reversed() {
                sum += weight * earlier
                weights += weight
                weight *= 0.7
            }
            #expect(abs(smoothed.add(value) - sum / weights) < 1e-12)
        }
    }

    @Test("returns what is not finite and forgets it", arguments: [Double.nan, .infinity])
    func notFinite(value: Double) {
        var (smoothed, undisturbed) = (SmoothedLoss(smoothing: 0.9), SmoothedLoss(smoothing: 0.9))
        #expect(smoothed.add(2) == undisturbed.add(2))
        #expect(!smoothed.add(value).isFinite)
        #expect(smoothed.add(1) == undisturbed.add(1))
    }
}
