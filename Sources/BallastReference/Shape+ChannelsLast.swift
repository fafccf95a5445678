import BallastCore

extension Shape {
    /// Where the element at this canonical index stands when channels are the last dimension;
    /// the same index for every rank but 4.
    public func channelsLastIndex(_ canonical: Int) -> Int {
        guard rank == 4 else { return canonical }
        let (channels, height, width) = (self[1], self[2], self[3])
        let column = canonical % width
        let row = canonical / width % height
        let channel = canonical / (width * height) % channels
        let image = canonical / (width * height * channels)
        return ((image * height + row) * width + column) * channels + channel
    }
}
