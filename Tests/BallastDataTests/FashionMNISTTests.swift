import BallastCore
import BallastData
import Testing

@Suite struct FashionMNISTTests {
    @Test func loadsTheInstalledTestPart() throws {
        let files = FashionMNIST(directory: FashionMNIST.installedDirectory)
        let test = try files.load(.test)
        #expect(test.count == 10_000)
        #expect(test.imageShape == ImageShape(height: 28, width: 28, channels: 1))
        #expect(test.classCounts() == Array(repeating: 1_000, count: 10))
        #expect(test.classNames[test.label(at: 0)] == "Ankle boot")
    }

    @Test func keepsAndRelabelsClasses() throws {
        let parts = try DatasetSpec(parsing: "fashion-mnist:0,3,5").load(imageSize: 14)
        #expect(parts.train.count == 18_000)
        let test = try #require(parts.test)
        #expect(test.classNames == ["T-shirt/top", "Dress", "Sandal"])
        #expect(test.classCounts() == [1_000, 1_000, 1_000])
        #expect(test.imageShape == ImageShape(height: 14, width: 14, channels: 1))
    }

    @Test func absenceNamesThePathAndTheMend() throws {
        let error = try #require(throws: BallastError.self) {
            try DatasetSpec(parsing: "fashion-mnist").load(fashionMNISTDirectory: "/nowhere")
        }
        #expect(error.kind == .notFound)
        #expect(error.place == "/nowhere/train-images-idx3-ubyte.gz")
        #expect(error.mend?.contains("dataset-fashion-mnist") == true)
    }

    @Test func refusesDisagreeingCountsAndUnknownLabels() throws {
        let directory = TemporaryDirectory()
        let images = idxBytes([2, 1, 1], [5, 6])
        _ = directory.write(images, to: "t10k-images-idx3-ubyte.gz")
        for labels in [idxBytes([1], [0]), idxBytes([2], [0, 10])] {
            _ = directory.write(labels, to: "t10k-labels-idx1-ubyte.gz")
            let error = try #require(throws: BallastError.self) {
                try FashionMNIST(directory: directory.path).load(.test)
            }
            #expect(error.kind == .badInput)
        }
    }
}
