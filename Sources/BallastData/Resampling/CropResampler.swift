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
        let resampler = RowResampler(height: window.height, width: window.width, to: output)
        scratch.reserve(resampler.scratchCount)
        let first = (window.top * input.width + window.left) * input.channels
        let length = output.width * output.channels
        scratch.values.withUnsafeMutableBufferPointer { scratch in
            guard let scratch = scratch.baseAddress else { return }
            resampler.forEachRow(
                of: pixels + first, stride: input.width * input.channels, scratch: scratch
            ) { row, sums in
                scaleAndShift(sums, factors, terms, into: values + row * length)
            }
        }
    }

    private func scaleAndShift(
        _ sums: UnsafePointer<Float>, _ factors: [Float], _ terms: [Float],
        into values: UnsafeMutablePointer<Float>
    ) {
        let (channels, length) = (output.channels, output.width * output.channels)
        if channels == 3 {
            let (f0, f1, f2) = (factors[0], factors[1], factors[2])
            let (t0, t1, t2) = (terms[0], terms[1], terms[2])
            var element = 0
            while element < length {
                values[element] = sums[element] * f0 + t0
                values[element + 1] = sums[element + 1] * f1 + t1
                values[element + 2] = sums[element + 2] * f2 + t2
                element += 3
            }
        } else {
            for element in 0..<length {
                let channel = element % channels
                values[element] = sums[element] * factors[channel] + terms[channel]
            }
        }
    }
}
