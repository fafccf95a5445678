import BallastCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension TransformPlan {
    /// A rectangle of the stored image; parts of it may lie outside where there is padding.
    struct Window: Equatable {
        var top: Int
        var left: Int
        var height: Int
        var width: Int
    }

    /// Cuts out, flips, and scales and shifts the numbers.
    func crop(
        _ pixels: UnsafePointer<UInt8>, _ random: CounterRandom, isFlipped: Bool,
        factors: [Float], terms: [Float], into values: UnsafeMutablePointer<Float>,
        _ scratch: inout TransformScratch
    ) {
        let window = window(random)
        if window.height == output.height, window.width == output.width {
            copy(pixels, window, factors, terms, into: values)
        } else {
            CropResampler(input: input, output: output).resample(
                pixels, window, factors, terms, into: values, &scratch)
        }
        if isFlipped { mirror(values) }
    }

    func window(_ random: CounterRandom) -> Window {
        switch spec.crop {
        case nil, .centre?: return centre(output.height, output.width)
        case .random(let padding)?:
            return Window(
                top: random.integer(
                    Draw.crop, below: input.height + 2 * padding - output.height + 1) - padding,
                left: random.integer(
                    Draw.crop + 1, below: input.width + 2 * padding - output.width + 1) - padding,
                height: output.height, width: output.width)
        case .resized(let scale, let ratio)?: return resizedWindow(scale, ratio, random)
        }
    }

    private func centre(_ height: Int, _ width: Int) -> Window {
        Window(
            top: (input.height - height) / 2, left: (input.width - width) / 2, height: height,
            width: width)
    }

    /// torchvision's rule: ten attempts, then the largest central part of an allowed ratio.
    private func resizedWindow(
        _ scale: ClosedRange<Double>, _ ratio: ClosedRange<Double>, _ random: CounterRandom
    ) -> Window {
        let area = Double(input.height * input.width)
        for attempt in 0..<UInt64(10) {
            let draw = Draw.crop + attempt * 4
            let part = area * Self.uniform(scale, random.uniform(draw))
            let aspect = Self.logUniform(ratio, random.uniform(draw + 1))
            let width = Int((part * aspect).squareRoot().rounded())
            let height = Int((part / aspect).squareRoot().rounded())
            guard (1...input.width).contains(width), (1...input.height).contains(height) else {
                continue
            }
            return Window(
                top: random.integer(draw + 2, below: input.height - height + 1),
                left: random.integer(draw + 3, below: input.width - width + 1), height: height,
                width: width)
        }
        let own = Double(input.width) / Double(input.height)
        let aspect = min(max(own, ratio.lowerBound), ratio.upperBound)
        return own > aspect
            ? centre(input.height, Int((Double(input.height) * aspect).rounded()))
            : centre(Int((Double(input.width) / aspect).rounded()), input.width)
    }

    static func uniform(_ range: ClosedRange<Double>, _ number: Float) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * Double(number)
    }

    static func logUniform(_ range: ClosedRange<Double>, _ number: Float) -> Double {
        exp(uniform(log(range.lowerBound)...log(range.upperBound), number))
    }

    /// Without resampling; what lies outside of the image is black.
    private func copy(
        _ pixels: UnsafePointer<UInt8>, _ window: Window, _ factors: [Float], _ terms: [Float],
        into values: UnsafeMutablePointer<Float>
    ) {
        let channels = output.channels
        let length = output.width * channels
        let first = max(0, -window.left)
        let last = min(output.width, input.width - window.left)
        for row in 0..<output.height {
            let target = values + row * length
            let source = window.top + row
            let isInside = (0..<input.height).contains(source) && first < last
            if !isInside || first > 0 || last < output.width {
                for element in 0..<length { target[element] = terms[element % channels] }
            }
            guard isInside else { continue }
            let bytes = pixels + (source * input.width + window.left + first) * channels
            convert(
                bytes, (last - first) * channels, factors, terms,
                into: target + first * channels)
        }
    }

    private func convert(
        _ bytes: UnsafePointer<UInt8>, _ count: Int, _ factors: [Float], _ terms: [Float],
        into target: UnsafeMutablePointer<Float>
    ) {
        if factors.count == 3 {
            let (f0, f1, f2) = (factors[0], factors[1], factors[2])
            let (t0, t1, t2) = (terms[0], terms[1], terms[2])
            var element = 0
            while element < count {
                target[element] = Float(bytes[element]) * f0 + t0
                target[element + 1] = Float(bytes[element + 1]) * f1 + t1
                target[element + 2] = Float(bytes[element + 2]) * f2 + t2
                element += 3
            }
        } else {
            for element in 0..<count {
                let channel = element % factors.count
                target[element] = Float(bytes[element]) * factors[channel] + terms[channel]
            }
        }
    }

    private func mirror(_ values: UnsafeMutablePointer<Float>) {
        let channels = output.channels
        for row in 0..<output.height {
            var low = values + row * output.width * channels
            var high = low + (output.width - 1) * channels
            while low < high {
                for channel in 0..<channels {
                    (low[channel], high[channel]) = (high[channel], low[channel])
                }
                low += channels
                high -= channels
            }
        }
    }

    /// An angle in radians between the largest ones to either side.
    func angle(_ degrees: Double, _ random: CounterRandom) -> Double {
        Self.uniform(-degrees...degrees, random.uniform(Draw.rotation)) * .pi / 180
    }

    /// Turns around the centre by bilinear sampling; what was outside is black.
    func rotate(
        _ values: UnsafeMutablePointer<Float>, by angle: Double, _ scratch: inout TransformScratch
    ) {
        let (height, width, channels) = (output.height, output.width, output.channels)
        scratch.reserve(output.byteCount)
        let (sine, cosine) = (Float(sin(angle)), Float(cos(angle)))
        let middle = SIMD2(Float(width - 1) / 2, Float(height - 1) / 2)
        scratch.values.withUnsafeMutableBufferPointer { buffer in
            guard let source = buffer.baseAddress else { return }
            source.update(from: values, count: output.byteCount)
            for row in 0..<height {
                let y = Float(row) - middle.y
                for column in 0..<width {
                    let x = Float(column) - middle.x
                    let point = SIMD2(cosine * x - sine * y, sine * x + cosine * y) + middle
                    sample(source, at: point, into: values + (row * width + column) * channels)
                }
            }
        }
    }

    private func sample(
        _ source: UnsafePointer<Float>, at point: SIMD2<Float>,
        into target: UnsafeMutablePointer<Float>
    ) {
        let (height, width, channels) = (output.height, output.width, output.channels)
        let floor = point.rounded(.down)
        let part = point - floor
        let (left, top) = (Int(floor.x), Int(floor.y))
        for channel in 0..<channels { target[channel] = 0 }
        for (row, vertical) in [(top, 1 - part.y), (top + 1, part.y)]
        where (0..<height).contains(row) {
            for (column, horizontal) in [(left, 1 - part.x), (left + 1, part.x)]
            where (0..<width).contains(column) {
                let pixel = source + (row * width + column) * channels
                let weight = vertical * horizontal
                for channel in 0..<channels { target[channel] += weight * pixel[channel] }
            }
        }
    }
}
