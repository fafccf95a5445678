/// What the files of a data set hold.
public struct FileSummary: Hashable, Sendable {
    /// Files of each format.
    public let formats: [ImageFormat: Int]
    /// Files with 1 (grey), 2 (grey and alpha), 3 (RGB) or 4 channels (RGB and alpha).
    public let channels: [Int: Int]
    /// The extents of the file with the fewest pixels, of one in the middle, and of that with the
    /// most.
    public let smallest: Extents
    public let median: Extents
    public let largest: Extents

    public struct Extents: Hashable, Sendable, Codable {
        public let width: Int
        public let height: Int
    }

    /// `nil` where an image has no file of its own.
    init?(_ parts: [any ImageDataset]) {
        var origins: [ImageOrigin] = []
        for part in parts {
            for index in 0..<part.count {
                guard let origin = part.origin(of: index) else { return nil }
                origins.append(origin)
            }
        }
        guard !origins.isEmpty else { return nil }
        formats = Dictionary(grouping: origins, by: \.format).mapValues(\.count)
        channels = Dictionary(grouping: origins, by: \.channels).mapValues(\.count)
        let sizes = origins.map { Extents(width: $0.width, height: $0.height) }
            .sorted { ($0.width * $0.height, $0.width) < ($1.width * $1.height, $1.width) }
        smallest = sizes[0]
        median = sizes[sizes.count / 2]
        largest = sizes[sizes.count - 1]
    }
}
