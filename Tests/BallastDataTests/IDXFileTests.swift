import BallastCore
import BallastData
import CZlib
import Glibc
import Testing

/// An IDX file of bytes.
func idxBytes(_ extents: [Int], _ values: [UInt8]) -> [UInt8] {
    let header = [0, 0, 8, UInt8(extents.count)]
    let dimensions = extents.flatMap { extent in
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: extent >> $0) }
    }
    return header + dimensions + values
}

@Suite struct IDXFileTests {
    private let directory = TemporaryDirectory()

    private func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
        let path = "\(directory.path)/packed.gz"
        let file = try #require(gzopen(path, "wb"))
        gzwrite(file, bytes, UInt32(bytes.count))
        gzclose(file)
        let packed = try #require(fopen(path, "rb"))
        defer { fclose(packed) }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&buffer, 1, buffer.count, packed)
        return Array(buffer.prefix(count))
    }

    @Test func readsPlainAndCompressedFiles() throws {
        let values = (0..<24).map(UInt8.init)
        let bytes = idxBytes([2, 3, 4], values)
        for contents in [bytes, try compressed(bytes)] {
            let file = try IDXFile(path: directory.write(contents, to: "good"), rank: 3)
            #expect(file.extents == [2, 3, 4])
            #expect(file.bytes == values)
        }
    }

    @Test func damageIsBadInputWithTheFileName() throws {
        let values = (0..<4_000).map { UInt8(truncatingIfNeeded: $0 &* $0 / 7) }
        let good = idxBytes([4_000], values)
        let packed = try compressed(good)
        var flipped = packed
        flipped[packed.count - 6] ^= 0xFF
        let cases: [(String, [UInt8])] = [
            ("empty", []), ("header cut", Array(good.prefix(6))),
            ("values cut", Array(good.dropLast())), ("too long", good + [0]),
            ("wrong rank", idxBytes([2, 2], [1, 2, 3, 4])), ("no image", idxBytes([0], [])),
            ("compressed, cut", Array(packed.prefix(packed.count / 2))),
            ("trailer cut", Array(packed.dropLast(4))), ("checksum", flipped),
            ("no IDX", Array("hello, this is text".utf8)),
        ]
        for (name, contents) in cases {
            let path = directory.write(contents, to: name)
            let error = try #require(throws: BallastError.self, "\(name)") {
                try IDXFile(path: path, rank: 1)
            }
            #expect(error.kind == .badInput && error.place == path, "\(name): \(error)")
        }
        let claims = directory.write(
            idxBytes([0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF], []), to: "huge")
        #expect(throws: BallastError.self) { try IDXFile(path: claims, rank: 3) }
    }

    @Test func absenceIsNotFound() throws {
        let error = try #require(throws: BallastError.self) {
            try IDXFile(path: "/nowhere/x", rank: 1)
        }
        #expect(error.kind == .notFound)
    }
}
