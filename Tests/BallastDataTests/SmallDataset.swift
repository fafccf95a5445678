import BallastData

/// Images of 1×2×3 whose bytes tell their index, with three classes of uneven size.
func smallDataset(count: Int = 100) -> InMemoryImageDataset {
    InMemoryImageDataset(
        name: "small", classNames: ["a", "b", "c"],
        imageShape: ImageShape(height: 1, width: 2, channels: 3),
        pixels: (0..<count).flatMap { index in (0..<6).map { UInt8((index * 6 + $0) % 256) } },
        labels: (0..<count).map { $0 % 10 == 0 ? 2 : $0 % 2 })
}
