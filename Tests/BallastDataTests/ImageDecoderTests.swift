import BallastCore
import BallastData
import Foundation
import Testing

/// A file and the pixels that Pillow finds in it; `Tests/Fixtures/scripts/images.py` makes them.
struct ReferenceImage: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let width: Int
    let height: Int
    let channels: Int
    let file: Data
    let pixels: Data

    var testDescription: String { name }

    static let all: [ReferenceImage] = {
        struct File: Decodable { let images: [ReferenceImage] }
        let url = URL(filePath: #filePath)
            .deletingLastPathComponent()
            .appending(path: "../Fixtures/golden/images.json").standardized
        guard let data = try? Data(contentsOf: url),
            let file = try? JSONDecoder().decode(File.self, from: data)
        else { return [] }
        return file.images
    }()
}

@Suite struct ImageDecoderTests {
    @Test(arguments: ReferenceImage.all)
    func pixelsAreThoseOfPillow(reference: ReferenceImage) throws {
        let image = try ImageDecoder.decode(Array(reference.file), name: reference.name)
        #expect(image.width == reference.width && image.height == reference.height)
        #expect(image.channels == reference.channels)
        let differences = zip(image.bytes, reference.pixels).map { abs(Int($0) - Int($1)) }
        #expect(differences.max() == 0, "\(differences.filter { $0 > 0 }.count) bytes differ")
        #expect(image.bytes.count == reference.pixels.count)
    }

    @Test func thereAreReferencesOfEveryFormat() {
        let formats = Set(ReferenceImage.all.compactMap { $0.name.split(separator: " ").first })
        #expect(formats == ["JPEG", "PNG", "WebP"])
    }

    @Test func theContentDecidesAndNotTheName() throws {
        let directory = TemporaryDirectory()
        let webp = try #require(ReferenceImage.all.first { $0.name == "WebP lossless" })
        let image = try ImageDecoder.decode(directory.write(Array(webp.file), to: "photo.jpg"))
        #expect(image.bytes == Array(webp.pixels))
    }

    @Test(arguments: ["JPEG 4:2:0", "JPEG progressive", "JPEG CMYK", "PNG RGBA", "WebP lossy"])
    func aCutFileIsBadInput(name: String) throws {
        let reference = try #require(ReferenceImage.all.first { $0.name == name })
        let file = Array(reference.file)
        // libspng does not look at the last four bytes of a PNG file.
        for length in stride(from: 0, to: file.count - 4, by: 7) {
            let error = try #require(throws: BallastError.self, "\(length) bytes") {
                try ImageDecoder.decode(Array(file.prefix(length)), name: "cut")
            }
            #expect(error.kind == .badInput && error.place == "cut", "\(length) bytes: \(error)")
        }
    }

    @Test func whatCamerasAppendDoesNoHarm() throws {
        let reference = try #require(ReferenceImage.all.first { $0.name == "JPEG 4:4:4" })
        let file = Array(reference.file) + [0, 0, 1, 2, 3]
        #expect(try ImageDecoder.decode(file, name: "x").bytes == Array(reference.pixels))
        // Bytes that belong to nothing, between two segments.
        let stray = Array(file.prefix(2)) + [7, 7] + Array(file.dropFirst(2))
        #expect(throws: BallastError.self) { try ImageDecoder.decode(stray, name: "x") }
        let first = try #require(file.firstRange(of: [0xFF, 0xDB])?.lowerBound)
        let inside = Array(file.prefix(first)) + [7, 7] + Array(file.dropFirst(first))
        #expect(try ImageDecoder.decode(inside, name: "x").bytes == Array(reference.pixels))
    }

    @Test(
        arguments: [
            ([], "the file is empty"), (Array("GIF89a....".utf8), "this is a GIF image"),
            (Array("%PDF-1.7".utf8), "this is a PDF document"),
            (Array("<!DOCTYPE html>".utf8), "this is a web page"),
            (Array("hello".utf8), "neither a JPEG nor a PNG nor a WebP image"),
            ([0, 0, 0, 24] + Array("ftypheic".utf8), "this is a HEIC image"),
            ([0, 0, 0, 24] + Array("ftypavif".utf8), "this is an AVIF image"),
        ] as [([UInt8], String)])
    func otherFilesAreNamed(bytes: [UInt8], what: String) throws {
        let error = try #require(throws: BallastError.self) {
            try ImageDecoder.decode(bytes, name: "x.jpg")
        }
        #expect(error.kind == .badInput && error.what.hasPrefix(what), "\(error)")
        #expect(error.mend != nil)
    }

    @Test func hugeClaimsAreRefusedBeforeMemoryIsTaken() throws {
        let limits = ImageLimits(side: 18, pixels: 1_000, fileBytes: 1 << 20)
        for name in ["JPEG 4:2:0", "PNG RGB", "WebP lossy"] {
            let reference = try #require(ReferenceImage.all.first { $0.name == name })
            let error = try #require(throws: BallastError.self) {
                try ImageDecoder.decode(Array(reference.file), name: name, limits: limits)
            }
            #expect(error.kind == .badInput, "\(error)")
        }
        // A JPEG frame of 65500×65500 pixels in 170 bytes.
        let grey = try #require(ReferenceImage.all.first { $0.name == "JPEG grey" })
        var bomb = Array(grey.file)
        let frame = try #require(bomb.firstRange(of: [0xFF, 0xC0])?.lowerBound)
        bomb.replaceSubrange((frame + 5)..<(frame + 9), with: [0xFF, 0xDC, 0xFF, 0xDC])
        let error = try #require(throws: BallastError.self) {
            try ImageDecoder.decode(bomb, name: "bomb.jpg")
        }
        #expect(error.what.contains("65500×65500 pixels are above the limit"), "\(error)")
        bomb.replaceSubrange((frame + 5)..<(frame + 9), with: [0, 0, 0, 19])
        #expect(throws: BallastError.self) { try ImageDecoder.decode(bomb, name: "flat.jpg") }
    }

    @Test func foldersPipesAndAbsentFilesAreNamed() throws {
        let directory = TemporaryDirectory()
        let pipe = directory.path + "/pipe.png"
        mkfifo(pipe, 0o600)
        for (path, kind) in [
            (directory.path, BallastError.Kind.badInput), (pipe, .badInput),
            (directory.path + "/none.png", .notFound),
        ] {
            let error = try #require(throws: BallastError.self) { try ImageDecoder.decode(path) }
            #expect(error.kind == kind && error.place == path)
        }
    }

    @Test func everyOrientationIsUndoneByItsInverse() {
        let image = DecodedImage(
            width: 4, height: 3, channels: 2, bytes: (0..<24).map(UInt8.init))
        for orientation in ImageOrientation.allCases {
            let inverse: ImageOrientation =
                switch orientation {
                case .quarterTurn: .threeQuarterTurn
                case .threeQuarterTurn: .quarterTurn
                default: orientation
                }
            #expect(image.oriented(orientation).oriented(inverse) == image)
            #expect((image.oriented(orientation) == image) == (orientation == .upright))
        }
    }

    @Test func whatIsWrittenIsRead() throws {
        for channels in 1...4 {
            let image = DecodedImage(
                width: 5, height: 3, channels: channels,
                bytes: (0..<(15 * channels)).map { UInt8(truncatingIfNeeded: $0 * 29) })
            let file = try PNGEncoder.encode(image)
            #expect(try PNGDecoder.decode(file, name: "x") == image)
        }
    }
}
