/// A straight line through values at equal distances, by least squares.
struct LineFit {
    /// The change from one value to the next.
    let slope: Double
    /// The standard error of ``slope``.
    let error: Double
    let mean: Double

    /// Nil for fewer than three values.
    init?(_ values: [Double]) {
        guard values.count > 2 else { return nil }
        let count = Double(values.count)
        let (center, mean) = ((count - 1) / 2, values.mean)
        var (spread, product) = (0.0, 0.0)
        for (index, value) in values.enumerated() {
            let distance = Double(index) - center
            spread += distance * distance
            product += distance * (value - mean)
        }
        let slope = product / spread
        var rest = 0.0
        for (index, value) in values.enumerated() {
            let miss = value - mean - slope * (Double(index) - center)
            rest += miss * miss
        }
        (self.slope, self.mean) = (slope, mean)
        error = (rest / (count - 2) / spread).squareRoot()
    }
}
