import BallastCore

/// The image file and the label file of one part.
struct IDXPair {
    let imagePath: String
    let labelPath: String
    let labels: IDXFile
    let imageShape: ImageShape
    private let images: IDXFile

    /// - Throws: ``BallastError`` where a file is missing or damaged, or both disagree.
    init(imagePath: String, labelPath: String) throws(BallastError) {
        self.imagePath = imagePath
        self.labelPath = labelPath
        labels = try IDXFile(path: labelPath, ranks: 1...1)
        images = try IDXFile(path: imagePath, ranks: 3...4)
        let extents = images.extents
        let channels = extents.count == 4 ? extents[3] : 1
        guard channels == 1 || channels == 3 else {
            throw BallastError(
                .badInput, "images of \(channels) channels cannot be used", at: imagePath,
                mend: "Store 1 channel (grey) or 3 (RGB), as the last dimension.")
        }
        guard extents[0] == labels.extents[0] else {
            throw BallastError(
                .badInput,
                "\(extents[0]) images, but \(labels.extents[0]) labels in \(labelPath)",
                at: imagePath, mend: "Put the two files of one part together.")
        }
        imageShape = ImageShape(height: extents[1], width: extents[2], channels: channels)
    }

    func dataset(_ classNames: [String]) -> InMemoryImageDataset {
        InMemoryImageDataset(
            name: "idx", classNames: classNames, imageShape: imageShape, pixels: images.bytes,
            labels: labels.bytes.map(Int.init))
    }
}
