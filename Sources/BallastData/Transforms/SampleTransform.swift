/// Changes a training sample behind the normalization of its pixels.
public protocol SampleTransform: Sendable {
    /// Changes the values of one image in place: a pure function of its arguments, so that a run
    /// can be repeated and resumed.
    ///
    /// - Parameters:
    ///   - values: one image of normalized numbers, row by row with the channels innermost.
    ///   - index: the image's position in the data set.
    ///   - epoch: the running epoch, from 0.
    func apply(to values: UnsafeMutableBufferPointer<Float>, index: Int, epoch: Int)
}
