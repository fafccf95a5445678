import BallastReport
import Testing

@Suite struct NumberTextTests {
    @Test(
        arguments: [
            (0, "0"), (1, "1"), (1.9459, "1.95"), (0.01234, "0.0123"), (231.4, "231"),
            (99_999, "99999"), (1_234_567, "1.23e+06"), (1e-5, "1e-05"), (-0.5, "-0.5"),
            (1000, "1000"), (0.001, "0.001"), (0.0999999, "0.1"), (.nan, "nan"), (.infinity, "inf"),
            (-.infinity, "-inf"), (1e300, "1e+300"), (-1.25e308, "-1.25e+308"), (-0.0, "0"),
            (.leastNonzeroMagnitude, "4.94e-324"),
        ] as [(Double, String)])
    func threeDigitsAreShown(value: Double, text: String) {
        #expect(NumberText.short(value) == text)
    }
}
