import BallastCore
import BallastData
import CTurboJPEG
import Foundation
import Testing

/// Damaged inputs of every parser: each is read or refused by a ``BallastError``, never a crash.
///
/// The environment variable `BALLAST_FUZZ_INPUTS` tells how many inputs each parser gets.
@Suite struct FuzzTests {
    private static let inputs =
        ProcessInfo.processInfo.environment["BALLAST_FUZZ_INPUTS"].flatMap { Int($0) } ?? 300

    /// Small enough that no claim of a header makes the test slow.
    private static let limits = ImageLimits(side: 512, pixels: 1 << 14, fileBytes: 1 << 20)

    /// A file with a few bytes changed, cut off, doubled, or nothing of it at all.
    private static func damaged(_ file: [UInt8], _ random: CounterRandom) -> [UInt8] {
        var bytes = file
        var draws: UInt64 = 0
        func draw(_ bound: Int) -> Int {
            draws += 1
            return random.integer(draws, below: max(bound, 1))
        }
        switch draw(8) {
        case 0: bytes = Array(bytes.prefix(draw(bytes.count)))
        case 1: bytes = (0..<draw(200)).map { _ in UInt8(draw(256)) }
        case 2: bytes += bytes.suffix(draw(bytes.count))
        case 3: bytes.removeSubrange(0..<draw(min(bytes.count, 40)))
        default: break
        }
        // Headers decide most, and stand in front.
        for _ in 0..<(1 + draw(6)) where !bytes.isEmpty {
            let reach = draw(2) == 0 ? min(bytes.count, 64) : bytes.count
            bytes[draw(reach)] = draw(3) == 0 ? 0xFF : UInt8(draw(256))
        }
        return bytes
    }

    private static func check(_ file: [UInt8], seed: UInt64, _ parse: ([UInt8]) throws -> Void) {
        var refused = 0
        for step in 0..<inputs {
            let random = CounterRandom(seed: seed, stream: .synthesis, step: UInt64(step))
            do {
                try parse(damaged(file, random))
            } catch is BallastError {
                refused += 1
            } catch {
                Issue.record("input \(step) of seed \(seed): \(error)")
            }
        }
        #expect(refused > inputs / 4, "the damage hardly shows")
    }

    @Test(arguments: ReferenceImage.all.enumerated().map { ($0.offset, $0.element) })
    func images(number: Int, reference: ReferenceImage) {
        Self.check(Array(reference.file), seed: UInt64(number)) { bytes in
            let image = try ImageDecoder.decode(bytes, name: "fuzz", limits: Self.limits)
            #expect(image.bytes.count == image.width * image.height * image.channels)
        }
    }

    @Test func idx() {
        let directory = TemporaryDirectory()
        Self.check(idxBytes([3, 4, 2], Array(0..<24)), seed: 100) { bytes in
            let file = try IDXFile(path: directory.write(bytes, to: "fuzz"), ranks: 1...4)
            #expect(file.extents.reduce(1, *) == file.bytes.count)
        }
    }

    @Test func cifar() {
        let directory = TemporaryDirectory()
        let record = [UInt8](repeating: 7, count: 2 + 3_072)
        _ = directory.write(record, to: "train.bin")
        Self.check(record + record, seed: 101) { bytes in
            _ = directory.write(bytes, to: "test.bin")
            let parts = try CIFAR(.hundred, directory: directory.path).load()
            #expect(parts.test?.count == bytes.count / record.count)
        }
    }

    @Test func specifications() {
        let spec = Array(#"folder:my\, pictures,validation=0.2,group=^([a-z]+),size=64"#.utf8)
        Self.check(spec, seed: 102) { bytes in
            let spec = try DatasetSpec(parsing: String(decoding: bytes, as: UTF8.self))
            #expect(try DatasetSpec(parsing: spec.description) == spec)
        }
    }
}
