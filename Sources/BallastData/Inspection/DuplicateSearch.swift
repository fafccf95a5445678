/// Finds images with the same pixels by their digests.
///
/// Where an image has a file, its pixels at their own size count, not those after resampling.
struct DuplicateSearch {
    private(set) var groups: [DuplicateGroup] = []

    init(_ parts: [(name: String, dataset: any ImageDataset)]) throws {
        var members: [UInt64: [ImageReference]] = [:]
        var files: [UInt64: Set<UInt64>] = [:]
        var order: [UInt64] = []
        for (name, dataset) in parts {
            var pixels = [UInt8](repeating: 0, count: dataset.imageShape.byteCount)
            for index in 0..<dataset.count {
                let origin = dataset.origin(of: index)
                let key = try origin?.pixelDigest ?? Self.digest(dataset, index, &pixels)
                if members[key] == nil { order.append(key) }
                members[key, default: []].append(
                    ImageReference(
                        part: name, index: index, label: dataset.label(at: index),
                        file: origin?.file))
                if let origin { files[key, default: []].insert(origin.fileDigest) }
            }
        }
        groups = order.compactMap { key in
            guard let images = members[key], images.count > 1 else { return nil }
            return DuplicateGroup(images: images, hasEqualFiles: files[key]?.count == 1)
        }
    }

    private static func digest(
        _ dataset: any ImageDataset, _ index: Int, _ pixels: inout [UInt8]
    ) throws -> UInt64 {
        try pixels.withUnsafeMutableBufferPointer { try dataset.copyPixels(at: index, into: $0) }
        var digest = ContentDigest()
        pixels.withUnsafeBytes { digest.update($0) }
        return digest.value
    }
}
