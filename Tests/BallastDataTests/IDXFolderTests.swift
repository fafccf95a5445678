import BallastCore
import BallastData
import Testing

@Suite struct IDXFolderTests {
    private let directory = TemporaryDirectory()

    private func load() throws -> DatasetParts {
        try DatasetSpec(parsing: "idx:\(directory.path)").load()
    }

    private func write(_ part: String, labels: [UInt8], ending: String = "") {
        let count = labels.count
        directory.write(
            idxBytes([count, 3, 2], (0..<(count * 6)).map(UInt8.init)),
            to: "\(part)-images-idx3-ubyte\(ending)")
        directory.write(idxBytes([count], labels), to: "\(part)-labels-idx1-ubyte\(ending)")
    }

    @Test func readsBothParts() throws {
        write("train", labels: [0, 2, 1])
        #expect(try load().test == nil)
        write("t10k", labels: [3])
        let parts = try load()
        #expect(parts.train.count == 3 && parts.test?.count == 1)
        #expect(parts.train.classNames == ["0", "1", "2", "3"])
        #expect(parts.train.imageShape == ImageShape(height: 3, width: 2, channels: 1))
        #expect(try parts.train.pixels(at: 1) == [6, 7, 8, 9, 10, 11])
    }

    @Test func labelsCountByGivenClasses() throws {
        write("train", labels: [0, 1])
        var options = LoadingOptions()
        options.classNames = ["0", "1", "2", "3"]
        let parts = try DatasetSpec(parsing: "idx:\(directory.path)").load(options)
        #expect(parts.train.classCounts() == [1, 1, 0, 0])
    }

    @Test func readsColourAndOtherNames() throws {
        directory.write(
            idxBytes([2, 2, 2, 3], (0..<24).map(UInt8.init)), to: "mine-train-images.ubyte")
        directory.write(idxBytes([2], [0, 1]), to: "mine-train-labels.ubyte")
        #expect(try load().train.imageShape == ImageShape(height: 2, width: 2, channels: 3))
    }

    @Test func whatDoesNotFitIsNamed() throws {
        func refusal() throws -> BallastError {
            try #require(throws: BallastError.self) { try load() }
        }
        #expect(try refusal().kind == .notFound)
        write("train", labels: [0, 1])
        directory.write(idxBytes([1], [0]), to: "test-labels-idx1-ubyte")
        #expect(try refusal().what.contains("the file of images beside it is missing"))
        directory.write(
            idxBytes([1, 4, 4], [UInt8](repeating: 0, count: 16)), to: "test-images-idx3-ubyte")
        #expect(try refusal().what.contains("its images are 4×4×1, those to train on 3×2×1"))
        write("test", labels: [0])
        write("other-train", labels: [0])
        #expect(try refusal().what.contains("several files"))
    }

    @Test func aPlainFileWinsOverItsCompressedForm() throws {
        write("train", labels: [0, 1])
        write("train", labels: [0, 1, 1], ending: ".gz")
        #expect(try load().train.count == 2)
    }

    @Test func claimsAreCheckedAgainstTheFile() throws {
        write("train", labels: [0, 1])
        let path = directory.write(
            idxBytes([40_000, 200, 200], [1, 2, 3]), to: "train-images-idx3-ubyte")
        let error = try #require(throws: BallastError.self) { try load() }
        #expect(error.place == path && error.what.contains("announces 1600000000 bytes"))
    }
}
