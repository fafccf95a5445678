import BallastCore

extension HostTensor {
    /// How many channels (the second dimension) have no element but zeros.
    ///
    /// - Precondition: the rank is 2 or 4.
    package var zeroChannels: Int {
        let (channels, pixels) = (shape[1], shape.count / (shape[0] * shape[1]))
        var isZero = Array(repeating: true, count: channels)
        for (index, value) in values.enumerated() where value != 0 {
            isZero[index / pixels % channels] = false
        }
        return isZero.filter { $0 }.count
    }
}
