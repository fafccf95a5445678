import BallastCore

extension TransformPlan {
    /// Moves the colours of an image whose numbers are those of bytes: brightness, contrast,
    /// saturation, hue, in this order, each cut to 0…255. Grey images have the first two alone.
    func recolour(
        _ values: UnsafeMutablePointer<Float>, _ jitter: TransformSpec.Jitter,
        _ random: CounterRandom
    ) {
        func factor(_ extent: Double, _ number: UInt64) -> Float {
            Float(Self.uniform((1 - extent)...(1 + extent), random.uniform(Draw.jitter + number)))
        }
        let count = output.byteCount
        if jitter.brightness > 0 {
            let brightness = factor(jitter.brightness, 0)
            for element in 0..<count { values[element] = Self.cut(values[element] * brightness) }
        }
        if jitter.contrast > 0 {
            let contrast = factor(jitter.contrast, 1)
            let rest = meanLuma(values) * (1 - contrast)
            for element in 0..<count {
                values[element] = Self.cut(values[element] * contrast + rest)
            }
        }
        guard output.channels == 3 else { return }
        if jitter.saturation > 0 {
            let saturation = factor(jitter.saturation, 2)
            forEachPixel(values) { pixel in
                let rest = Self.luma(pixel) * (1 - saturation)
                for channel in 0..<3 {
                    pixel[channel] = Self.cut(pixel[channel] * saturation + rest)
                }
            }
        }
        if jitter.hue > 0 {
            let turn = Self.uniform(-jitter.hue...jitter.hue, random.uniform(Draw.jitter + 3))
            forEachPixel(values) { Self.turnHue(of: $0, by: Float(turn)) }
        }
    }

    private func forEachPixel(
        _ values: UnsafeMutablePointer<Float>, _ body: (UnsafeMutablePointer<Float>) -> Void
    ) {
        for element in stride(from: 0, to: output.byteCount, by: 3) { body(values + element) }
    }

    private static func cut(_ value: Float) -> Float { min(max(value, 0), 255) }

    /// ITU-R BT.601.
    private static func luma(_ pixel: UnsafePointer<Float>) -> Float {
        0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2]
    }

    private func meanLuma(_ values: UnsafeMutablePointer<Float>) -> Float {
        var sum = 0.0
        if output.channels == 3 {
            forEachPixel(values) { sum += Double(Self.luma($0)) }
        } else {
            for element in 0..<output.byteCount { sum += Double(values[element]) }
        }
        return Float(sum / Double(output.height * output.width))
    }

    /// Turns a colour around the circle of hues; value and chroma stay (HSV, Smith 1978).
    private static func turnHue(of pixel: UnsafeMutablePointer<Float>, by turn: Float) {
        let (red, green, blue) = (pixel[0], pixel[1], pixel[2])
        let (high, low) = (max(red, green, blue), min(red, green, blue))
        let chroma = high - low
        guard chroma > 0 else { return }
        var sector: Float
        if high == red {
            sector = (green - blue) / chroma
        } else if high == green {
            sector = (blue - red) / chroma + 2
        } else {
            sector = (red - green) / chroma + 4
        }
        sector += turn * 6
        // Foley and van Dam: each channel is a trapezoid over the circle of six sectors.
        for (channel, shift) in [(0, Float(5)), (1, 3), (2, 1)] {
            var place = (sector + shift).truncatingRemainder(dividingBy: 6)
            if place < 0 { place += 6 }
            pixel[channel] = high - chroma * max(0, min(place, 4 - place, 1))
        }
    }
}
