import BallastCore
import BallastEvents
import BallastLogs
import CKernels
import Testing

@Suite("TensorBoard event files") struct TensorBoardTests {
    @Test("the checksum is that of RFC 3720")
    func checksum() {
        let digits = Array("123456789".utf8)
        let zeros = [UInt8](repeating: 0, count: 32)
        let texts: [[UInt8]] = [digits, zeros, []]
        let checksums = texts.map { bytes in bk_crc32c(bytes, bytes.count) }
        #expect(checksums == [0xE306_9283, 0x8A91_36AA, 0])
    }

    @Test("a scalar in any of its forms", arguments: EventFile.Form.allCases)
    func forms(form: EventFile.Form) throws {
        let folder = try LogFolder()
        var file = EventFile()
        let values = [2.5, 0.125, -.infinity, .nan, 1024]
        for (step, value) in values.enumerated() {
            file.scalar(
                "Loss/train", value, at: step * 10, form,
                plugin: step == 0 && form != .simple ? "scalars" : nil)
        }
        try folder.write(file.bytes, to: "events.out.tfevents.1700000000.host.1.0")
        let log = try folder.log(".")
        #expect(log.format == .tensorboard)
        #expect(log.framework == .pytorch)
        #expect(log.mapping == [.trainLoss: "Loss/train"])
        #expect(log.steps(.trainLoss) == [0, 10, 20, 30, 40])
        #expect(log.values(.trainLoss).map { "\($0)" } == values.map { "\($0)" })
        #expect(log.columns.first?.nonFinite == 2)
        #expect(log.hasNote("32-bit"))
        #expect(log.record.source.kind == "tensorboard")
        #expect(log.record.source.steps == 40)
    }

    @Test("what is no scalar is passed over, and so is a tag of another plugin")
    func others() throws {
        let folder = try LogFolder()
        var file = EventFile()
        file.scalar("loss", 1, at: 1)
        file.scalar("train/loss", 9, at: 1, .content, plugin: "histograms")
        file.scalar("train/loss", 9, at: 2, .content)
        file.record([0xFF, 0xFF, 0xFF])
        try folder.write(file.bytes, to: "events.out.tfevents.1")
        #expect(try folder.log("events.out.tfevents.1").mapping == [.trainLoss: "loss"])
    }

    @Test("Keras: train and validation are one run, and epochs are no batches")
    func keras() throws {
        let folder = try LogFolder()
        var train = EventFile()
        var validation = EventFile()
        for epoch in 0..<4 {
            train.scalar("epoch_loss", 4 - Double(epoch), at: epoch, .content, plugin: "scalars")
            train.scalar("epoch_learning_rate", 0.1, at: epoch, .content, plugin: "scalars")
            validation.scalar("epoch_loss", 5, at: epoch, .content, plugin: "scalars")
            validation.scalar("evaluation_loss_vs_iterations", 5, at: epoch * 50, .content)
        }
        try folder.write(train.bytes, to: "logs/train/events.out.tfevents.1.host.1.0.v2")
        try folder.write(validation.bytes, to: "logs/validation/events.out.tfevents.1.host.1.1.v2")
        let log = try folder.log(".")
        #expect(log.framework == .keras)
        #expect(log.isPerEpoch && log.stepsAreEpochs)
        #expect(log.mapping[.validationLoss] == "validation/epoch_loss")
        #expect(log.mapping[.trainLoss] == "train/epoch_loss")
        #expect(log.values(.trainLoss) == [4, 3, 2, 1])

        for batch in 0..<200 { train.scalar("batch_loss", 3, at: batch, .content) }
        try folder.write(train.bytes, to: "logs/train/events.out.tfevents.1.host.1.0.v2")
        let batches = try folder.log(".")
        #expect(batches.mapping[.trainLoss] == "train/batch_loss")
        #expect(batches.mapping[.validationLoss] == "validation/evaluation_loss_vs_iterations")
        #expect(!batches.isPerEpoch)
        #expect(batches.mapping[.learningRate] == nil)
    }

    @Test("the curves of add_scalars are one run, the folder of hyperparameters is none")
    func curves() throws {
        let folder = try LogFolder()
        var own = EventFile()
        own.scalar("lr", 0.1, at: 0)
        try folder.write(own.bytes, to: "run/events.out.tfevents.1")
        for (name, value) in [("train", 1.0), ("val", 2.0)] {
            var curve = EventFile()
            for step in 0..<5 { curve.scalar("My Loss", value, at: step) }
            try folder.write(curve.bytes, to: "run/My_Loss_\(name)/events.out.tfevents.1")
        }
        var parameters = EventFile()
        parameters.scalar("loss", 7, at: 0)
        try folder.write(parameters.bytes, to: "run/1700000000.123/events.out.tfevents.1")
        let log = try folder.log("run", map: ["train-loss=My_Loss_train/My Loss"])
        #expect(log.mapping[.learningRate] == "lr")
        #expect(log.values(.trainLoss) == [1, 1, 1, 1, 1])
    }

    @Test("where a resumed run overlaps, the later value counts")
    func resumed() throws {
        let folder = try LogFolder()
        var first = EventFile()
        for step in 0..<10 { first.scalar("loss", 1, at: step) }
        var second = EventFile()
        for step in 6..<12 { second.scalar("loss", 2, at: step) }
        try folder.write(first.bytes, to: "events.out.tfevents.1")
        try folder.write(second.bytes, to: "events.out.tfevents.2")
        let log = try folder.log(".")
        #expect(log.steps(.trainLoss) == Array(0..<12))
        #expect(log.values(.trainLoss) == [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2])
        #expect(log.hasNote("go back once"))
    }

    @Test("a damaged record ends the reading, a torn last one waits")
    func damage() throws {
        let folder = try LogFolder()
        var file = EventFile()
        for step in 0..<20 { file.scalar("loss", 1, at: step) }
        var damaged = file.bytes
        damaged[damaged.count / 2] ^= 0x10
        try folder.write(damaged, to: "a/events.out.tfevents.1")
        let log = try folder.log("a")
        #expect((5..<15).contains(log.values(.trainLoss).count))
        #expect(log.hasNote("is damaged"))

        try folder.write(Array(file.bytes.dropLast(7)), to: "b/events.out.tfevents.1")
        let torn = try folder.log("b")
        #expect(torn.values(.trainLoss).count == 19)
        #expect(torn.hasNote("not complete"))
    }

    @Test("Lightning's epoch tag tells how long an epoch is")
    func epochs() throws {
        let folder = try LogFolder()
        var file = EventFile()
        file.scalar("hp_metric", -1, at: 0)
        for step in stride(from: 49, to: 500, by: 50) {
            file.scalar("train_loss", 1, at: step)
            file.scalar("epoch", Double(step / 100), at: step)
        }
        try folder.write(file.bytes, to: "lightning_logs/version_0/events.out.tfevents.1")
        let log = try folder.log(".")
        #expect(log.framework == .lightning)
        #expect(log.record.stepsPerEpoch == 100)
    }
}
