import BallastCore
import BallastData
import Foundation
import Synchronization
import Testing

@Suite struct PackedCacheTests {
    private let images = TemporaryDirectory()
    private let cache = TemporaryDirectory()

    init() throws {
        for index in 0..<10 {
            try images.write(plainPNG(index * 20, width: 12), to: "a/\(index).png")
            try images.write(plainPNG(index * 20 + 9, width: 12), to: "b/\(index).png")
        }
    }

    private struct Loaded {
        var parts: DatasetParts
        var pixels: [[UInt8]]
        /// How often progress was told: once for a cache, once for each block that was decoded.
        var digest: String { parts.train.digest }
    }

    private func load(
        size: Int = 8, skips: Bool = false, cached: Bool = true,
        fit: TransformSpec.Fit = .stretch
    ) throws -> Loaded {
        var options = LoadingOptions(imageSize: size)
        options.skipsBadFiles = skips
        options.fit = fit
        options.cacheDirectory = cached ? "\(cache.path)/deep/er" : nil
        let parts = try DatasetSpec(parsing: "folder:\(images.path)").load(options)
        return Loaded(
            parts: parts,
            pixels: try (0..<parts.train.count).map { try parts.train.pixels(at: $0) })
    }

    private var packs: [String] {
        let folder = "\(cache.path)/deep/er"
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).map {
            "\(folder)/\($0)"
        }
    }

    private func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path)))
    }

    private func inode(_ path: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int ?? 0
    }

    @Test func whatIsPackedIsWhatIsDecoded() throws {
        let plain = try load(cached: false)
        #expect(packs.isEmpty)
        for _ in 0..<2 {
            let packed = try load()
            #expect(packed.pixels == plain.pixels && packed.digest == plain.digest)
            #expect(packed.parts.train.origin(of: 3) == plain.parts.train.origin(of: 3))
            #expect(packed.parts.train.label(at: 11) == 1)
        }
        #expect(packs.count == 1)
    }

    @Test func aPackIsUsedAgainAndSizesHaveTheirOwn() throws {
        _ = try load()
        let first = try inode(try #require(packs.first))
        _ = try load()
        #expect(try inode(try #require(packs.first)) == first, "not written again")
        _ = try load(size: 10)
        _ = try load(size: 8, fit: .cover)
        #expect(packs.count == 3)
    }

    @Test func coverCutsTheLongerSide() throws {
        // 12×8 pixels: the middle 8 columns remain, so that a plain image stays plain.
        images.write(
            try PNGEncoder.encode(
                DecodedImage(
                    width: 12, height: 8, channels: 3,
                    bytes: (0..<288).map { (element: Int) -> UInt8 in
                        UInt8(element / 3 % 12 * 20)
                    })), to: "a/0.png")
        let pixels = try load(fit: .cover).pixels[0]
        #expect(pixels[0] == 40 && pixels[7 * 3] == 180)
    }

    @Test func changedAddedAndRemovedFilesAreSeen() throws {
        let before = try load()
        try images.write(plainPNG(77, width: 12, height: 9), to: "a/3.png")
        let changed = try load()
        #expect(changed.digest != before.digest)
        #expect(try changed.pixels == load(cached: false).pixels)
        try images.write(plainPNG(123, width: 12), to: "b/new.png")
        #expect(try load().parts.train.count == 21)
        try FileManager.default.removeItem(atPath: "\(images.path)/b/new.png")
        #expect(try load().parts.train.count == 20)
        #expect(packs.count == 1, "the pack of a folder replaces the one before")
    }

    @Test func aTouchedFileOfTheSameSizeIsDecodedAgain() throws {
        _ = try load()
        let path = "\(images.path)/a/3.png"
        let pack = try #require(packs.first)
        let first = try inode(pack)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_000_000_000)], ofItemAtPath: path)
        _ = try load()
        #expect(try inode(pack) != first)
    }

    @Test func damageIsFoundAndMended() throws {
        let sound = try load()
        let pack = try #require(packs.first)
        let whole = try bytes(pack)
        let places = [0, 1000, 20 * 192 - 1, 20 * 192 + 3, whole.count - 30, whole.count - 1]
        for place in places {
            var damaged = whole
            damaged[place] ^= 0x10
            try Data(damaged).write(to: URL(filePath: pack))
            #expect(try load().pixels == sound.pixels, "byte \(place)")
            #expect(try bytes(pack).prefix(3840) == whole.prefix(3840))
        }
        for length in [0, 1, 23, 24, 192, whole.count - 1] {
            try Data(whole.prefix(length)).write(to: URL(filePath: pack))
            #expect(try load().digest == sound.digest, "\(length) bytes")
        }
        try Data(repeating: 7, count: 5000).write(to: URL(filePath: pack))
        #expect(try load().digest == sound.digest)
    }

    @Test func skippedFilesAreRememberedAndStillRefused() throws {
        images.write(Array("no image".utf8), to: "a/4.png")
        for _ in 0..<2 {
            let loaded = try load(skips: true)
            #expect(loaded.parts.skipped.map(\.file) == ["a/4.png"])
            #expect(loaded.parts.train.count == 19 && packs.count == 1)
            #expect(try loaded.pixels == load(skips: true, cached: false).pixels)
        }
        let error = #expect(throws: BallastError.self) { try load() }
        #expect(error?.place == "\(images.path)/a/4.png" && error?.kind == .badInput)
        #expect(packs.count == 1, "nothing half-made is left")
    }

    @Test func aFolderThatTakesNoFilesIsNoHindrance() throws {
        cache.write([1], to: "deep")
        let loaded = try load()
        #expect(try loaded.pixels == load(cached: false).pixels)
        #expect(loaded.parts.notes.contains { $0.contains("not kept") })
    }

    @Test func severalMayPackAtOnce() throws {
        let expected = try load(cached: false)
        let digests = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            let digest = (try? load())?.digest ?? "failed"
            digests.withLock { $0.append(digest) }
        }
        #expect(digests.withLock { $0 } == Array(repeating: expected.digest, count: 4))
        #expect(packs.count == 1)
    }

    @Test func splitsAreDrawnFromAPackAsFromFiles() throws {
        func files(cached: Bool) throws -> [String] {
            var options = LoadingOptions(imageSize: 8, seed: 5)
            options.cacheDirectory = cached ? cache.path : nil
            let spec = try DatasetSpec(parsing: "folder:\(images.path),validation=0.3")
            let part = try #require(try spec.load(options).validation)
            return (0..<part.count).compactMap { part.origin(of: $0)?.file }
        }
        let plain = try files(cached: false)
        #expect(plain.count == 6)
        #expect(try files(cached: true) == plain && files(cached: true) == plain)
    }
}
