import BallastCore
import BallastEvents
import BallastLogs
import Testing

@Suite("Tables of comma-separated values") struct TableTests {
    @Test("Lightning: sparse rows, sorted columns, a step's value before an epoch's")
    func lightning() throws {
        let log = try LogFolder.log(
            """
            epoch,lr-SGD,lr-SGD-momentum,step,train_loss_epoch,train_loss_step,val_loss
            0,0.1,0.9,49,,2.0,
            0,,,99,,1.5,
            0,,,99,,,1.7
            0,,,99,1.75,,
            1,0.05,0.9,149,,1.25,
            1,,,199,,nan,
            1,,,199,,,inf

            """, name: "lightning_logs/version_0/metrics.csv")
        #expect(log.format == .lightning && log.framework == .lightning)
        #expect(log.mapping[.trainLoss] == "train_loss_step")
        #expect(log.mapping[.learningRate] == "lr-SGD")
        #expect(log.steps(.trainLoss) == [49, 99, 149, 199])
        #expect(log.values(.trainLoss).prefix(3) == [2, 1.5, 1.25])
        #expect(log.values(.trainLoss)[3].isNaN)
        #expect(log.values(.validationLoss) == [1.7, .infinity])
        #expect(log.record.stepsPerEpoch == 100)
        #expect(!log.isPerEpoch)
    }

    @Test("Keras: NA is no value, nan is one")
    func keras() throws {
        let log = try LogFolder.log(
            "epoch,accuracy,loss,val_accuracy,val_loss\n0,0.5,1,NA,NA\n1,0.6,nan,0.5,2\n")
        #expect(log.format == .keras && log.framework == .keras)
        #expect(log.isPerEpoch && log.stepsAreEpochs)
        #expect(log.steps(.trainLoss) == [0, 1])
        #expect(log.values(.trainLoss)[1].isNaN)
        #expect(log.steps(.validationLoss) == [1])
        #expect(log.hasNote("masked"))
    }

    @Test("Ultralytics: the losses are sums of their parts, headers are padded")
    func ultralytics() throws {
        let log = try LogFolder.log(
            """
                   epoch,   train/box_loss,  train/cls_loss,  metrics/mAP50(B),  val/box_loss,\
                    lr/pg0
                       1,              1.5,               2,              0.25,          1.25,\
                          0.01
                       2,              0.5,               1,               0.5,           nan,\
                          0.01

            """, name: "results.csv")
        #expect(log.format == .ultralytics)
        #expect(log.values(.trainLoss) == [3.5, 1.5])
        #expect(log.mapping[.validationLoss] == nil, "val/box_loss alone is not the loss")
        #expect(log.mapping[.learningRate] == "lr/pg0")

        let classify = try LogFolder.log(
            """
            epoch,time,train/loss,metrics/accuracy_top1,metrics/accuracy_top5,val/loss,lr/pg0
            1,2,1.5,0.5,0.75,1.25,0.01
            2,4,1.0,0.75,0.75,1.0,0.01

            """)
        #expect(classify.format == .ultralytics)
        #expect(classify.mapping[.validationAccuracy] == "metrics/accuracy_top1")
        #expect(classify.mapping[.trainLoss] == "train/loss")
    }

    @Test("timm: per epoch, percent")
    func timm() throws {
        let log = try LogFolder.log(
            "epoch,train_loss,eval_loss,eval_top1,eval_top5,lr\n0,2,3,12.5,50,0.1\n1,1,"
                + "2,25,60,0.1\n",
            name: "summary.csv")
        #expect(log.format == .timm && log.isPerEpoch)
        #expect(log.values(.validationAccuracy) == [0.125, 0.25])
        #expect(log.hasNote("percent"))
    }

    @Test("Weights & Biases: charts hold several runs, histories one, the table of runs none")
    func wandb() throws {
        let folder = try LogFolder()
        try folder.write(
            """
            "Step","a - b - train/loss","a - b - train/loss__MIN","a - b - train/loss__MAX",\
            "c - train/loss","c - train/loss__MIN","c - train/loss__MAX"
            "0","2","2","2","4","4","4"
            "10","1","0.5","1.5","NaN","NaN","NaN"

            """, to: "chart.csv")
        let logs = try LogReader().read(folder("chart.csv"))
        #expect(logs.map(\.name) == ["a - b", "c"])
        #expect(logs.allSatisfy { $0.format == .wandb && $0.hasNote("bins") })
        #expect(logs[0].values(.trainLoss) == [2, 1])
        #expect(logs[1].values(.trainLoss)[1].isNaN)

        let history = try LogFolder.log(
            "_step,_runtime,train/loss,val/loss,trainer/global_step\n0,1,2,,10\n1,2,1,3,20\n")
        #expect(history.format == .wandb && history.framework == .lightning)
        #expect(history.steps(.trainLoss) == [10, 20])

        let error = #expect(throws: BallastError.self) {
            try LogFolder.log(
                "\"Name\",\"State\",\"Created\",\"loss\"\n\"run-1\",\"finished\",\"2024\",\"0.5\"\n"
            )
        }
        #expect(error?.kind == .badInput)
        #expect(error?.what.contains("table of runs") == true)
    }

    @Test(
        "delimiters, quotes, marks, notes",
        arguments: [
            "step\tloss\n1\t0.5\n2\t0.25\n", "step;loss\n1;0.5\n2;0.25\n",
            "step loss\n1 0.5\n2 0.25\n", "\u{FEFF}step,loss\r\n1,0.5\r\n2,0.25\r\n",
            "\"step\",\"loss\"\n\"1\",\"0.5\"\n\"2\",\"0.25\"\n",
            "# made by hand\nstep,loss\n1,0.5\n# more\n2,0.25\n", "# step loss\n1 0.5\n2 0.25\n",
            "step, loss ,name\n1, 0.5,a\n2 ,0.25,\"b, c\"\n", "step,loss\n1,+5e-1\n2,.25",
            "step,loss,\n1,0.5,\n2,0.25,\n", "step,loss\n1,0.5,\n2,0.25,\n",
        ])
    func dialects(text: String) throws {
        let log = try LogFolder.log(text)
        #expect(log.steps(.trainLoss) == [1, 2])
        #expect(log.values(.trainLoss) == [0.5, 0.25])
    }

    @Test("a header that comes again, rows that are cut, a torn last line")
    func irregular() throws {
        let log = try LogFolder.log("step,loss\n1,4\nstep,lr,loss\n2,0.1,3\n7\n3,0.1,2\n4,0.")
        #expect(log.steps(.trainLoss) == [1, 2, 3])
        #expect(log.values(.learningRate) == [0.1, 0.1])
        #expect(log.hasNote("from line 5 on"))
        #expect(log.hasNote("last line is not complete"))
    }

    @Test("rows for each part of the run")
    func tidy() throws {
        let log = try LogFolder.log(
            "epoch,phase,loss,acc\n0,train,2,0.5\n0,val,3,0.25\n1,train,1,0.75\n1,val,4,0.5\n")
        #expect(log.values(.trainLoss) == [2, 1])
        #expect(log.values(.validationLoss) == [3, 4])
        #expect(log.values(.validationAccuracy) == [0.25, 0.5])
        #expect(log.isPerEpoch)
    }

    @Test("steps that go back: the later writing counts")
    func resumed() throws {
        let rows = (1...10).map { "\($0),1" } + (6...12).map { "\($0),2" }
        let log = try LogFolder.log("step,loss\n" + rows.joined(separator: "\n") + "\n")
        #expect(log.steps(.trainLoss) == Array(1...12))
        #expect(
            log.values(.trainLoss) == Array(repeating: 1, count: 5) + Array(repeating: 2, count: 7))
        #expect(log.hasNote("go back once"))
    }

    @Test("steps within the epoch are joined to one count; epochs of one row each are the steps")
    func epochs() throws {
        let rows = (0..<3).flatMap { epoch in (0..<4).map { "\(epoch),\($0 * 10),1" } }
        let within = try LogFolder.log("epoch,batch,loss\n" + rows.joined(separator: "\n") + "\n")
        #expect(within.steps(.trainLoss) == [0, 10, 20, 30, 31, 41, 51, 61, 62, 72, 82, 92])
        #expect(within.record.stepsPerEpoch == 31)
        #expect(within.hasNote("joined"))

        let many = try LogFolder.log("epoch,loss\n0,5\n0,4\n1,3\n1,2\n2,1\n")
        #expect(many.steps(.trainLoss) == [1, 2, 3, 4, 5])
        #expect(many.record.stepsPerEpoch == 2)
        #expect(!many.isPerEpoch)

        let back = try LogFolder.log("epoch,loss\n1,5\n2,4\n3,3\n2,2\n3,1\n")
        #expect(back.steps(.trainLoss) == [1, 2, 3])
        #expect(back.values(.trainLoss) == [5, 2, 1])
    }

    @Test("numbers are read to the last bit")
    func numbers() throws {
        var values: [Double] = [
            0, 1, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1, 1e23,
            9_007_199_254_740_994,
        ]
        let random = CounterRandom(seed: 3, stream: .synthesis)
        for index in 0..<4000 {
            let bits = UInt64(random.block(UInt64(index)).0) << 32
            let value = Double(bitPattern: bits | UInt64(random.block(UInt64(index)).1))
            values.append(value.isNaN ? .nan : value)
            values.append(Double(random.block(UInt64(index)).2) / 4_294_967_296 * 3.7)
        }
        let text = values.enumerated().map { "\($0),\($1)" }.joined(separator: "\n")
        let read = try LogFolder.log("step,loss\n\(text)\n").values(.trainLoss)
        #expect(zip(read, values).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })
        #expect(read.count == values.count)
        let long = try LogFolder.log(
            "step,loss\n1,0.1000000000000000055511151231257827021181583404541015625\n"
                + "2,123456789012345678901234567890\n3,1e999\n4,-1e-999\n")
        #expect(long.values(.trainLoss) == [0.1, 0x1.8ee90ff6c373ep+96, .infinity, 0])
    }
}
