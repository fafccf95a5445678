import BallastCore
import BallastData
import Testing

/// A PNG file of one colour, which tells images apart.
func plainPNG(_ value: Int, width: Int = 8, height: Int = 8, channels: Int = 3) throws -> [UInt8] {
    try PNGEncoder.encode(
        DecodedImage(
            width: width, height: height, channels: channels,
            bytes: [UInt8](
                repeating: UInt8(truncatingIfNeeded: value), count: width * height * channels)))
}

@Suite struct FolderTests {
    private let directory = TemporaryDirectory()

    private func load(
        _ settings: String = "", size: Int? = nil, skips: Bool = false, seed: UInt64 = 0,
        folder: String? = nil
    ) throws -> DatasetParts {
        var options = LoadingOptions(imageSize: size, seed: seed)
        options.skipsBadFiles = skips
        let spec = try DatasetSpec(parsing: "folder:\(folder ?? directory.path)\(settings)")
        return try spec.load(options)
    }

    private func fault(
        _ settings: String = "", size: Int? = nil, skips: Bool = false, folder: String? = nil
    ) throws -> BallastError {
        try #require(throws: BallastError.self) {
            try load(settings, size: size, skips: skips, folder: folder)
        }
    }

    private func files(_ dataset: any ImageDataset) -> [String] {
        (0..<dataset.count).compactMap { dataset.origin(of: $0)?.file }
    }

    /// `count` images of each class, all different.
    private func fill(_ classes: [String], count: Int = 4) throws {
        for (label, name) in classes.enumerated() {
            for index in 0..<count {
                try directory.write(plainPNG(label * 40 + index), to: "\(name)/\(index).png")
            }
        }
    }

    @Test func classesAreFoldersInTheOrderOfTheirBytes() throws {
        try fill(["b", "a", "Z", "a b", "ä"])
        let train = try load().train
        #expect(train.classNames == ["Z", "a", "a b", "b", "ä"])
        #expect(train.classCounts() == [4, 4, 4, 4, 4])
        #expect(train.imageShape == ImageShape(height: 8, width: 8, channels: 3))
        #expect(try train.pixels(at: 0) == [UInt8](repeating: 80, count: 192))
        #expect(files(train).first == "Z/0.png")
    }

    @Test func foldersOfPartsAreTold() throws {
        try fill(["Train/cat", "Train/dog", "Valid/dog", "test/cat", "notes/cat"])
        let parts = try load()
        #expect(parts.train.classNames == ["cat", "dog"])
        #expect(parts.validation?.classCounts() == [0, 4])
        #expect(parts.test?.classCounts() == [4, 0])
        #expect(parts.notes.contains { $0.contains("'notes'") })
        #expect(try fault(",validation=0.2").what.contains("validation part of its own"))
        try fill(["val/cat"])
        #expect(try fault().what.contains("could be one part"))
    }

    @Test func aClassMayBeCalledTrain() throws {
        try fill(["train", "bus"])
        #expect(try load().train.classNames == ["bus", "train"])
    }

    @Test func otherFilesAreCountedAndNestedOnesFound() throws {
        try fill(["cat", "dog"])
        for name in ["cat/.DS_Store", "cat/Thumbs.db", "dog/README", "list.csv"] {
            directory.write([1, 2, 3], to: name)
        }
        try directory.write(plainPNG(9), to: "cat/more/deep/x")
        let parts = try load()
        #expect(parts.ignoredFiles == 4)
        #expect(parts.train.classCounts() == [5, 4])
        #expect(files(parts.train).contains("cat/more/deep/x"))
    }

    @Test func namesMayHoldAnything() throws {
        let names = ["it's \"so\", a\\b: ü=1", "плюс 🙂"]
        try fill(names)
        #expect(Set(try load().train.classNames) == Set(names))
        let inner = TemporaryDirectory()
        try inner.write(plainPNG(1), to: "a,b/x/1.png")
        try inner.write(plainPNG(2), to: "a,b/y/1.png")
        let parts = try load(folder: inner.path + #"/a\,b"#)
        #expect(parts.train.count == 2)
        #expect(try DatasetSpec(parsing: parts.spec.description) == parts.spec)
    }

    @Test func sizesAreBroughtTogetherOnlyWhenAsked() throws {
        try directory.write(plainPNG(10, width: 8, height: 8), to: "a/1.png")
        try directory.write(plainPNG(20, width: 9, height: 12, channels: 1), to: "b/1.png")
        let error = try fault()
        #expect(error.kind == .usage && error.place == "--image-size")
        #expect(error.what.contains("b/1.png has 9×12"))
        #expect(
            try load(size: 16).train.imageShape == ImageShape(height: 16, width: 16, channels: 3))
        let small = try load(",size=10,channels=1").train
        #expect(small.imageShape == ImageShape(height: 10, width: 10, channels: 1))
        #expect(try small.pixels(at: 1) == [UInt8](repeating: 20, count: 100))
        let origin = try #require(small.origin(of: 1))
        #expect(origin.width == 9 && origin.height == 12 && origin.channels == 1)
    }

    @Test func badFilesFailOrAreLeftOutAndListed() throws {
        try fill(["a", "b"])
        let whole = try plainPNG(99)
        directory.write(Array(whole.prefix(50)), to: "a/2cut.png")
        directory.write([], to: "b/0empty.jpg")
        directory.write(Array("GIF89a".utf8), to: "b/9.gif")
        directory.link("b/lost.png", to: "/nowhere/lost.png")
        let error = try fault()
        #expect(error.kind == .badInput && error.exitCode == 65)
        #expect(error.place == "\(directory.path)/a/2cut.png")
        #expect(error.mend?.contains("--on-bad-file skip") == true)
        let parts = try load(skips: true)
        #expect(
            parts.skipped.map(\.file) == ["a/2cut.png", "b/0empty.jpg", "b/9.gif", "b/lost.png"])
        #expect(parts.train.classCounts() == [4, 4])
        #expect(files(parts.train) == (0..<8).map { "\($0 < 4 ? "a" : "b")/\($0 % 4).png" })
        #expect(try parts.train.pixels(at: 7) == [UInt8](repeating: 43, count: 192))
    }

    @Test func aClassMustNotVanish() throws {
        try fill(["a"])
        directory.write([0], to: "b/1.png")
        let error = try fault(skips: true)
        #expect(error.what.contains("no image of the class 'b'"))
        #expect(error.mend?.contains("b/1.png") == true)
    }

    @Test func foldersThatAreNoDataSetAreExplained() throws {
        #expect(try fault(folder: "/nowhere/x").kind == .notFound)
        #expect(try fault(folder: "/etc/passwd").kind == .badInput)
        #expect(try fault().what == "there are no images here")
        try directory.write(plainPNG(1), to: "1.png")
        #expect(try fault().what.contains("not in a folder for each class"))
        try fill(["a"])
        #expect(try fault().what.contains("one class only, 'a'"))
        directory.makeFolder("b")
        let empty = try fault()
        #expect(empty.what == "the class folder holds no image")
        #expect(empty.place == "\(directory.path)/b")
    }

    @Test func linksAreFollowedButNotInCircles() throws {
        try fill(["a", "b"])
        let elsewhere = TemporaryDirectory()
        try elsewhere.write(plainPNG(1), to: "more.png")
        directory.link("a/elsewhere", to: elsewhere.path)
        #expect(try load().train.classCounts() == [5, 4])
        directory.link("b/up", to: directory.path + "/b")
        #expect(try fault().what.contains("in a circle"))
        directory.link("self", to: "self")
        #expect(try fault().kind == .badInput)
    }

    @Test func theSplitIsStratifiedAndDrawnFromTheSeed() throws {
        try fill(["a", "b", "c"], count: 10)
        let parts = try load(",validation=0.2,seed=3")
        #expect(parts.validation?.classCounts() == [2, 2, 2])
        #expect(parts.train.classCounts() == [8, 8, 8])
        let again = try load(",validation=0.2,seed=3", seed: 7)
        #expect(again.validation?.digest == parts.validation?.digest)
        let other = try load(",validation=0.2,seed=4")
        #expect(other.validation?.digest != parts.validation?.digest)
        let ofRun = try load(",validation=0.2", seed: 3)
        #expect(ofRun.validation?.digest == parts.validation?.digest)
    }

    @Test func groupsStayTogether() throws {
        for (label, name) in ["x", "y"].enumerated() {
            for subject in 0..<10 {
                for shot in 0..<(2 + subject % 3) {
                    let value = label * 100 + subject * 10 + shot
                    try directory.write(plainPNG(value), to: "\(name)/s\(subject)_\(shot).png")
                }
            }
        }
        let parts = try load(",validation=0.3,group=^(s[0-9]+)_,seed=5")
        let validation = try #require(parts.validation)
        func subjects(_ part: any ImageDataset) -> Set<Substring> {
            Set(
                files(part).compactMap {
                    $0.split(separator: "/").last?.split(separator: "_").first
                })
        }
        #expect(subjects(parts.train).isDisjoint(with: subjects(validation)))
        #expect(parts.train.count + validation.count == 58)
        for (held, total) in zip(validation.classCounts(), [29, 29]) {
            #expect(abs(Double(held) - 0.3 * Double(total)) <= 2, "\(held) of \(total)")
        }
        #expect(try fault(",group=^z").what.contains("does not match 's0_0.png'"))
        #expect(try fault(",group=.").what.contains("one group"))
    }

    @Test func labelsCountByGivenClasses() throws {
        try fill(["b", "d"])
        var options = LoadingOptions()
        options.classNames = ["a", "b", "c", "d"]
        let spec = try DatasetSpec(parsing: "folder:\(directory.path)")
        #expect(try spec.load(options).train.classCounts() == [0, 4, 0, 4])
        options.classNames = ["a", "b"]
        let error = try #require(throws: BallastError.self) { try spec.load(options) }
        #expect(error.what.contains("'d' is not among"))
    }

    @Test func progressIsToldToTheEnd() throws {
        try fill(["train/a", "train/b", "val/a"])
        let log = ProgressLog()
        var options = LoadingOptions()
        options.progress = { log.append($0, $1) }
        _ = try DatasetSpec(parsing: "folder:\(directory.path)").load(options)
        #expect(log.entries.map(\.done) == [8, 12])
        #expect(log.entries.allSatisfy { $0.total == 12 })
    }
}
