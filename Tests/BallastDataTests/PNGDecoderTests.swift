import BallastCore
import BallastData
import Testing

@Suite struct PNGDecoderTests {
    @Test(
        arguments: [
            ("grey", PNGSamples.grey, 1, [0, 255, 100, 7]),
            ("1 bit", PNGSamples.grey1, 1, [0, 255]),
            ("RGB", PNGSamples.rgb, 3, [255, 0, 0, 1, 2, 3]),
            ("RGBA", PNGSamples.rgba, 4, [200, 100, 0, 128, 0, 0, 0, 0]),
            ("grey and alpha", PNGSamples.greyAlpha, 2, [50, 255, 90, 0]),
            ("palette", PNGSamples.palette, 3, [0, 255, 0, 0, 0, 255]),
            (
                "transparent palette", PNGSamples.paletteTransparent, 4,
                [0, 255, 0, 255, 0, 0, 255, 0]
            ),
            ("16-bit grey", PNGSamples.grey16, 1, [0x12, 0xFF]),
            ("16-bit RGB", PNGSamples.rgb16, 3, [0xAB, 0x01, 0xFF]),
        ] as [(String, [UInt8], Int, [UInt8])])
    func decodes(kind: String, file: [UInt8], channels: Int, bytes: [UInt8]) throws {
        let image = try PNGDecoder.decode(file, name: kind)
        #expect(image.channels == channels)
        #expect(image.bytes == bytes)
    }

    @Test func readsFiles() throws {
        let directory = TemporaryDirectory()
        let image = try ImageDecoder.decode(directory.write(PNGSamples.grey, to: "a.png"))
        #expect(image.width == 2 && image.height == 2)
        let missing = try #require(throws: BallastError.self) {
            try ImageDecoder.decode(directory.path + "/b.png")
        }
        #expect(missing.kind == .notFound && missing.place == directory.path + "/b.png")
        let folder = try #require(throws: BallastError.self) {
            try ImageDecoder.decode(directory.path)
        }
        #expect(folder.kind == .badInput)
    }

    /// libspng does not look at the checksum of the empty end chunk, the last four bytes.
    @Test func everyTruncationIsBadInput() throws {
        let directory = TemporaryDirectory()
        for length in 0..<(PNGSamples.rgb.count - 4) {
            let path = directory.write(Array(PNGSamples.rgb.prefix(length)), to: "cut.png")
            let error = try #require(throws: BallastError.self, "\(length) bytes") {
                try ImageDecoder.decode(path)
            }
            #expect(error.kind == .badInput && error.place == path)
        }
    }

    @Test func damageOtherFormatsAndHugeClaimsAreBadInput() throws {
        var damaged = PNGSamples.grey
        damaged[45] ^= 0x55
        for file in [damaged, Array("GIF89a, not a PNG at all".utf8), PNGSamples.huge] {
            let error = try #require(throws: BallastError.self) {
                try PNGDecoder.decode(file, name: "x.png")
            }
            #expect(error.kind == .badInput && error.place == "x.png")
        }
    }

    @Test func convertsChannels() throws {
        func converted(_ file: [UInt8], _ channels: Int) throws -> [UInt8] {
            try PNGDecoder.decode(file, name: "x").converted(toChannels: channels).bytes
        }
        #expect(try converted(PNGSamples.grey16, 3) == [0x12, 0x12, 0x12, 255, 255, 255])
        #expect(try converted(PNGSamples.rgb, 1) == [76, 2])
        #expect(try converted(PNGSamples.rgba, 3) == [227, 177, 127, 255, 255, 255])
        #expect(try converted(PNGSamples.greyAlpha, 1) == [50, 255])
        #expect(try converted(PNGSamples.greyAlpha, 3) == [50, 50, 50, 255, 255, 255])
    }
}
