import BallastCore
import BallastData
import Dispatch
import Synchronization
import Testing

/// What every data set has to keep, whatever its format.
@Suite struct EveryDatasetTests {
    /// A specification of each kind, on files written for it.
    static func specification(_ name: String, in directory: TemporaryDirectory) throws -> String {
        switch name {
        case "idx":
            directory.write(
                idxBytes([6, 8, 8], (0..<384).map { UInt8($0 % 251) }), to: "train-images-ubyte")
            directory.write(idxBytes([6], [0, 1, 2, 0, 1, 2]), to: "train-labels-ubyte")
        case "cifar10":
            for batch in 1...5 {
                directory.write(
                    CIFARTests.records([[UInt8(batch)], [0]]), to: "data_batch_\(batch).bin")
            }
            directory.write(CIFARTests.records([[1], [2]]), to: "test_batch.bin")
        case "cifar100":
            directory.write(CIFARTests.records([[0, 17], [0, 3]]), to: "train.bin")
        case "folder":
            for (label, reference) in ReferenceImage.all.enumerated() {
                directory.write(Array(reference.file), to: "class \(label % 3)/\(label)")
            }
            return "folder:\(directory.path),validation=0.3,size=24"
        case "shapes7": return "shapes7:train=21,test=7,size=16"
        default: return "fashion-mnist:0,1"
        }
        return "\(name):\(directory.path)"
    }

    @Test(arguments: DatasetSpec.names)
    func keepsTheContract(name: String) throws {
        let directory = TemporaryDirectory()
        let spec = try DatasetSpec(parsing: Self.specification(name, in: directory))
        #expect(try DatasetSpec(parsing: spec.description) == spec)
        let parts = try spec.load()
        let again = try spec.load()
        for ((part, dataset), (_, second)) in zip(parts.named, again.named) {
            #expect(dataset.count > 0, "\(part)")
            #expect(dataset.classNames == parts.train.classNames)
            #expect(dataset.imageShape == parts.train.imageShape)
            #expect(dataset.digest == second.digest && dataset.digest.count == 16)
            #expect(dataset.classCounts().reduce(0, +) == dataset.count)
            try Self.checkThreads(dataset)
        }
        #expect(Set(parts.named.map(\.dataset.digest)).count == parts.named.count)
        let small = try spec.load(imageSize: 12)
        #expect(small.train.imageShape.height == 12 && small.train.imageShape.width == 12)
        #expect(small.train.count == parts.train.count)
    }

    /// The same bytes in whatever order, from several threads at once.
    private static func checkThreads(_ dataset: any ImageDataset) throws {
        let count = min(dataset.count, 30)
        let expected = try (0..<count).map { try dataset.pixels(at: $0) }
        #expect(expected.allSatisfy { $0.count == dataset.imageShape.byteCount })
        let wrong = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: count) { number in
            let index = count - 1 - number
            if (try? dataset.pixels(at: index)) != expected[index] { wrong.withLock { $0 += 1 } }
        }
        #expect(wrong.withLock { $0 } == 0)
    }
}
