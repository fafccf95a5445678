import BallastCore

extension TransformPlan {
    /// Sets a rectangle of normalized numbers to 0, their mean; torchvision's rule of ten attempts.
    func erase(
        _ values: UnsafeMutablePointer<Float>, _ erasing: TransformSpec.Erasing,
        _ random: CounterRandom
    ) {
        guard Double(random.uniform(Draw.erasing)) < erasing.probability else { return }
        let (height, width, channels) = (output.height, output.width, output.channels)
        for attempt in 0..<UInt64(10) {
            let draw = Draw.erasing + 4 + attempt * 4
            let area =
                Double(height * width) * Self.uniform(erasing.area, random.uniform(draw))
            let ratio = Self.logUniform(erasing.ratio, random.uniform(draw + 1))
            let rows = Int((area * ratio).squareRoot().rounded())
            let columns = Int((area / ratio).squareRoot().rounded())
            guard rows > 0, columns > 0, rows < height, columns < width else { continue }
            let top = random.integer(draw + 2, below: height - rows + 1)
            let left = random.integer(draw + 3, below: width - columns + 1)
            for row in top..<(top + rows) {
                (values + (row * width + left) * channels).update(
                    repeating: 0, count: columns * channels)
            }
            return
        }
    }
}
