/// A share as text, such as `97.3 %`.
public enum PercentText {
    public static func of(_ share: Double) -> String {
        "\(NumberText.short((share * 1000).rounded() / 10)) %"
    }

    /// Such as `90 % to 97.3 %`.
    public static func of(_ interval: ClosedRange<Double>) -> String {
        "\(of(interval.lowerBound)) to \(of(interval.upperBound))"
    }
}
