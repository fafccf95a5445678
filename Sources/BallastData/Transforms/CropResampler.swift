/// Resamples a part of a byte image to another size, as ``ImageResizer`` does with whole ones, and
/// leaves the result in floating point.
struct CropResampler {
    let input: ImageShape
    let output: ImageShape

    /// - Parameters:
    ///   - window: a part of the image, none of it outside.
    ///   - factors: what each channel is multiplied by at the end.
    ///   - terms: what is then added.
    func resample(
        _ pixels: UnsafePointer<UInt8>, _ window: TransformPlan.Window, _ factors: [Float],
        _ terms: [Float], into values: UnsafeMutablePointer<Float>,
        _ scratch: inout TransformScratch
    ) {
        let channels = input.channels
        let length = output.width * channels
        let columns = ResamplingWeights(from: window.width, to: output.width)
        let rows = ResamplingWeights(from: window.height, to: output.height)
        // A row of input, then the rows between the passes, each with room to write four at a time.
        let rowRoom = window.width * channels + 4
        scratch.reserve(rowRoom + window.height * length + 4)
        scratch.values.withUnsafeMutableBufferPointer { buffer in
            guard let row = buffer.baseAddress else { return }
            let between = row + rowRoom
            for number in 0..<window.height {
                let bytes =
                    pixels + ((window.top + number) * input.width + window.left) * channels
                for element in 0..<(window.width * channels) {
                    row[element] = Float(bytes[element])
                }
                Self.resampleRow(row, columns, channels, into: between + number * length)
            }
            resampleColumns(between, rows, into: values)
        }
        scaleAndShift(values, factors, terms)
    }

    private static func resampleRow(
        _ row: UnsafePointer<Float>, _ columns: ResamplingWeights, _ channels: Int,
        into target: UnsafeMutablePointer<Float>
    ) {
        columns.forEachPosition { column, first, weights in
            let start = row + first * channels
            let sums = target + column * channels
            if channels == 3 {
                var sum = SIMD4<Float>.zero
                for tap in weights.indices {
                    sum +=
                        UnsafeRawPointer(start + tap * 3).loadUnaligned(as: SIMD4<Float>.self)
                        * weights[tap]
                }
                UnsafeMutableRawPointer(sums).storeBytes(of: sum, as: SIMD4<Float>.self)
            } else {
                for channel in 0..<channels {
                    var sum: Float = 0
                    for tap in weights.indices {
                        sum += weights[tap] * start[tap * channels + channel]
                    }
                    sums[channel] = sum
                }
            }
        }
    }

    private func resampleColumns(
        _ between: UnsafePointer<Float>, _ rows: ResamplingWeights,
        into values: UnsafeMutablePointer<Float>
    ) {
        let length = output.width * output.channels
        rows.forEachPosition { row, first, weights in
            let target = values + row * length
            let start = between + first * length
            if weights.count == 2 {
                let (upper, lower) = (weights[0], weights[1])
                for element in 0..<length {
                    target[element] = start[element] * upper + start[element + length] * lower
                }
                return
            }
            for element in 0..<length { target[element] = start[element] * weights[0] }
            for tap in weights.indices.dropFirst() {
                let (weight, source) = (weights[tap], start + tap * length)
                for element in 0..<length { target[element] += source[element] * weight }
            }
        }
    }

    private func scaleAndShift(
        _ values: UnsafeMutablePointer<Float>, _ factors: [Float], _ terms: [Float]
    ) {
        let channels = output.channels
        if channels == 3 {
            let (f0, f1, f2) = (factors[0], factors[1], factors[2])
            let (t0, t1, t2) = (terms[0], terms[1], terms[2])
            var element = 0
            while element < output.byteCount {
                values[element] = values[element] * f0 + t0
                values[element + 1] = values[element + 1] * f1 + t1
                values[element + 2] = values[element + 2] * f2 + t2
                element += 3
            }
        } else {
            for element in 0..<output.byteCount {
                let channel = element % channels
                values[element] = values[element] * factors[channel] + terms[channel]
            }
        }
    }
}
