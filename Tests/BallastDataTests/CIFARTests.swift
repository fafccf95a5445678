import BallastCore
import BallastData
import Testing

@Suite struct CIFARTests {
    private let directory = TemporaryDirectory()

    /// Records whose red, green and blue planes hold 1, 2 and 3 plus the label.
    static func records(_ labels: [[UInt8]]) -> [UInt8] {
        labels.flatMap { label in
            label
                + (1...3).flatMap { plane in
                    [UInt8](repeating: UInt8(plane) + (label.last ?? 0), count: 1_024)
                }
        }
    }

    private func writeTen(into folder: String = "") {
        for batch in 1...5 {
            let records = Self.records([[UInt8(batch)], [0]])
            directory.write(records, to: "\(folder)data_batch_\(batch).bin")
        }
        directory.write(Self.records([[9]]), to: "\(folder)test_batch.bin")
    }

    private func load(_ name: String) throws -> DatasetParts {
        try DatasetSpec(parsing: "\(name):\(directory.path)").load()
    }

    @Test func readsTheTenClasses() throws {
        writeTen()
        let parts = try load("cifar10")
        #expect(parts.train.count == 10 && parts.test?.count == 1)
        #expect(parts.train.classNames == (0..<10).map(String.init))
        #expect((0..<10).map(parts.train.label(at:)) == [1, 0, 2, 0, 3, 0, 4, 0, 5, 0])
        #expect(try parts.train.pixels(at: 2).prefix(6) == [3, 4, 5, 3, 4, 5])
        let names = "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n"
        directory.write(Array(names.utf8), to: "batches.meta.txt")
        #expect(try load("cifar10").train.classNames[9] == "truck")
        directory.write(Array("one\ntwo\n".utf8), to: "batches.meta.txt")
        #expect(throws: BallastError.self) { try load("cifar10") }
    }

    @Test func findsTheArchivesOwnFolder() throws {
        writeTen(into: "cifar-10-batches-bin/")
        #expect(try load("cifar10").train.count == 10)
    }

    @Test func readsTheFineLabelsOfTheHundred() throws {
        directory.write(Self.records([[3, 99], [1, 4]]), to: "train.bin")
        let parts = try load("cifar100")
        #expect(parts.train.classNames.count == 100 && parts.test == nil)
        #expect(parts.train.label(at: 0) == 99 && parts.train.label(at: 1) == 4)
    }

    @Test func damageTellsTheRecord() throws {
        func refusal(_ name: String) throws -> BallastError {
            try #require(throws: BallastError.self) { try load(name) }
        }
        #expect(try refusal("cifar10").kind == .notFound)
        directory.write([1], to: "data_batch_1")
        #expect(try refusal("cifar10").what.contains("the Python version"))
        writeTen()
        directory.write(Self.records([[1], [10]]), to: "data_batch_3.bin")
        let label = try refusal("cifar10")
        #expect(label.what.contains("record 2 has the label 10") && label.what.contains("3073"))
        #expect(label.place == "\(directory.path)/data_batch_3.bin")
        directory.write(Array(Self.records([[1], [1]]).dropLast()), to: "data_batch_3.bin")
        #expect(try refusal("cifar10").what.contains("record 2 is cut off"))
        directory.write([], to: "data_batch_3.bin")
        #expect(try refusal("cifar10").kind == .badInput)
    }
}
