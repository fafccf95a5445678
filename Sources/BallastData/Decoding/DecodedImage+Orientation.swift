extension DecodedImage {
    /// The image as it is to be shown, rows from the top.
    public func oriented(_ orientation: ImageOrientation) -> DecodedImage {
        guard orientation != .upright else { return self }
        let swaps = orientation.swapsExtents
        let (newWidth, newHeight) = swaps ? (height, width) : (width, height)
        let turned = [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, initialized in
            var target = 0
            for row in 0..<newHeight {
                for column in 0..<newWidth {
                    let source = stored(orientation, row: row, column: column)
                    let first = (source.row * width + source.column) * channels
                    for channel in 0..<channels {
                        buffer[target] = bytes[first + channel]
                        target += 1
                    }
                }
            }
            initialized = target
        }
        return DecodedImage(width: newWidth, height: newHeight, channels: channels, bytes: turned)
    }

    /// Where the pixel that is shown in a row and a column is stored.
    private func stored(
        _ orientation: ImageOrientation, row: Int, column: Int
    ) -> (row: Int, column: Int) {
        let (lastRow, lastColumn) = (height - 1, width - 1)
        return switch orientation {
        case .upright: (row, column)
        case .mirrored: (row, lastColumn - column)
        case .halfTurn: (lastRow - row, lastColumn - column)
        case .flipped: (lastRow - row, column)
        case .transposed: (column, row)
        case .quarterTurn: (lastRow - column, row)
        case .transversed: (lastRow - column, lastColumn - row)
        case .threeQuarterTurn: (column, lastColumn - row)
        }
    }
}
