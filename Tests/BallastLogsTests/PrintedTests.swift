import BallastCore
import BallastEvents
import BallastLogs
import Testing

@Suite("What programs print") struct PrintedTests {
    @Test("one line per epoch")
    func epochs() throws {
        let text = (1...5).map { "Epoch \($0)/100, Train Loss: \(6 - $0).5, Val Loss: \($0)" }
        let log = try LogFolder.log(text.joined(separator: "\n"), name: "train.log")
        #expect(log.format == .text && log.isPerEpoch && log.stepsAreEpochs)
        #expect(log.steps(.trainLoss) == [1, 2, 3, 4, 5])
        #expect(log.values(.trainLoss) == [5.5, 4.5, 3.5, 2.5, 1.5])
        #expect(log.values(.validationLoss) == [1, 2, 3, 4, 5])
    }

    @Test(
        "a line per batch",
        arguments: [
            "[epoch <E>, batch <B>] loss: <L>", "[<E>,  <B>] loss: <L>",
            "Epoch [<E>/2], Step [<B>/300], Loss: <L>",
            "epoch <E> step <B>/300 | loss <L> | lr 0.1",
            "Epoch: <E>, Iter: <B>, train_loss=<L>",
            "  5%| | <B>/300 [00:01<00:02, epoch=<E>, loss=<L>]",
            "12:30:15 INFO Epoch <E> - batch <B> - loss = <L> (best 1)",
        ])
    func batches(pattern: String) throws {
        var text = ""
        for (epoch, batch) in [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)] {
            text +=
                pattern.replacing("<E>", with: "\(epoch)").replacing("<B>", with: "\(batch)00")
                .replacing("<L>", with: "\(epoch).\(batch)") + "\n"
        }
        let log = try LogFolder.log(text, name: "out.txt")
        #expect(log.steps(.trainLoss) == [100, 200, 300, 400, 500, 600])
        #expect(log.values(.trainLoss) == [1.1, 1.2, 1.3, 2.1, 2.2, 2.3])
        #expect(log.record.stepsPerEpoch == 300)
    }

    @Test("bars without an epoch that begin anew are the next epoch's; a resumed count is none")
    func bars() throws {
        let bars = (1...3).flatMap { epoch in
            [100, 200, 300].map { " 50%|██| \($0)/391 [00:01<00:02, loss=\(epoch).5]" }
        }
        let log = try LogFolder.log(bars.joined(separator: "\r"), name: "out.txt")
        #expect(log.steps(.trainLoss) == [100, 200, 300, 491, 591, 691, 882, 982, 1082])
        let resumed = try LogFolder.log(
            "iteration 10/500 loss 3\niteration 20/500 loss 2\niteration 15/500 loss 1\n",
            name: "out.txt")
        #expect(resumed.steps(.trainLoss) == [10, 15])
    }

    @Test("the part of a run that a line names counts for all of it")
    func parts() throws {
        let log = try LogFolder.log(
            """
            Epoch 0/1
            ----------
            train Loss: 2.5 Acc: 0.5
            val Loss: 3.5 Acc: 0.25

            Epoch 1/1
            ----------
            train Loss: 1.5 Acc: 0.75
            val Loss: nan Acc: 0.5

            """, name: "log.txt")
        #expect(log.values(.trainLoss) == [2.5, 1.5])
        #expect(log.values(.validationLoss)[0] == 3.5 && log.values(.validationLoss)[1].isNaN)
        #expect(log.values(.validationAccuracy) == [0.25, 0.5])
        let one = try LogFolder.log(
            "epoch 1 | train: loss=2 acc=50% | val: loss=3 acc=25%\n"
                + "epoch 2 | train: loss=1 acc=60% | val: loss=2 acc=30%\n", name: "log.txt")
        #expect(one.values(.trainLoss) == [2, 1] && one.values(.validationLoss) == [3, 2])
        #expect(one.values(.trainAccuracy) == [0.5, 0.6])
    }

    @Test("Keras: the bar's last state is the epoch's, colours and returns aside")
    func keras() throws {
        var text = ""
        for epoch in 1...3 {
            text += "Epoch \(epoch)/3\n"
            for batch in [1, 50, 100] {
                text +=
                    "\r\u{1B}[1m\(batch)/100\u{1B}[0m \u{1B}[32m━━━\u{1B}[0m \u{1B}[1m1s\u{1B}[0m "
                    + "3ms/step - accuracy: 0.5 - loss: 9\u{8}\u{8}"
            }
            text +=
                "\r\u{1B}[1m100/100\u{1B}[0m ━━━ 1s 4ms/step - accuracy: 0.75 - loss: \(4 - epoch)"
                + " - val_accuracy: 0.5 - val_loss: \(epoch == 3 ? "nan" : "5") - "
                + "learning_rate: 0.1\n"
        }
        let log = try LogFolder.log(text, name: "out.log")
        #expect(log.framework == .keras && log.isPerEpoch)
        #expect(log.steps(.trainLoss) == [1, 2, 3])
        #expect(log.values(.trainLoss) == [3, 2, 1])
        #expect(log.values(.validationLoss)[2].isNaN)
        #expect(log.values(.learningRate) == [0.1, 0.1, 0.1])
        let old = try LogFolder.log(
            "Epoch 1/2\n10/10 [==============================] - 5s 2ms/step - loss: 0.5\n"
                + "Epoch 2/2\n 3/10 [====>.....] - ETA: 1s - loss: inf", name: "out.log")
        #expect(old.values(.trainLoss) == [0.5, .infinity])
    }

    @Test("Megatron")
    func megatron() throws {
        var text = ""
        for index in 1...3 {
            text +=
                " [2024-01-01 10:00:0\(index)] iteration       \(index * 10)/      50 | consumed "
                + "samples: 2560 | elapsed time per iteration (ms): 1234.5 | learning rate: "
                + "1.2E-04 |"
                + " global batch size:   256 | lm loss: \(index).5E+00 | loss scale: 1.0 | "
                + "grad norm: "
                + "1.\(index) | number of skipped iterations:   0 | number of nan "
                + "iterations:   0 |\n"
        }
        text +=
            " validation loss at iteration 30 | lm loss value: 7.5E+00 | lm loss PPL: 1.8E+03 |\n"
        let log = try LogFolder.log(text, name: "slurm.out")
        #expect(log.framework == .megatron)
        #expect(log.steps(.trainLoss) == [10, 20, 30])
        #expect(log.values(.trainLoss) == [1.5, 2.5, 3.5])
        #expect(log.values(.learningRate) == [1.2e-4, 1.2e-4, 1.2e-4])
        #expect(log.values(.gradientNorm) == [1.1, 1.2, 1.3])
        #expect(log.steps(.validationLoss) == [30] && log.values(.validationLoss) == [7.5])
    }

    @Test("the dictionaries of the Hugging Face Trainer, whose last one is a sum")
    func dictionaries() throws {
        let log = try LogFolder.log(
            """
            {'loss': 2.5, 'grad_norm': 1.5, 'learning_rate': 5e-05, 'epoch': 0.5}
            {'loss': 1.5, 'grad_norm': nan, 'learning_rate': 4e-05, 'epoch': 1.0}
            {'eval_loss': 0.75, 'eval_runtime': 1.5, 'epoch': 1.0}
            {'train_runtime': 12.3, 'train_loss': 9.0, 'epoch': 1.0}

            """, name: "log.txt")
        #expect(log.framework == .huggingface)
        #expect(log.values(.trainLoss) == [2.5, 1.5])
        #expect(log.values(.validationLoss) == [0.75])
        #expect(log.values(.gradientNorm)[1].isNaN)
        #expect(log.hasNote("logging_nan_inf_filter"))
    }

    @Test("mmengine and detectron2, with their dates")
    func openMMLab() throws {
        let log = try LogFolder.log(
            """
            2024/01/01 10:00:01 - mmengine - INFO - Epoch(train)  [1][100/200]  lr: 1.0e-01  \
            eta: 0:28:43  time: 0.05  data_time: 0.002  loss: 3.5
            2024/01/01 10:00:02 - mmengine - INFO - Epoch(train)  [1][200/200]  lr: 1.0e-01  \
            eta: 0:28:43  time: 0.05  data_time: 0.002  loss: 2.5
            2024/01/01 10:00:03 - mmengine - INFO - Epoch(val) [1][79/79]    accuracy/top1: \
            45.0  data_time: 0.01
            2024/01/01 10:00:04 - mmengine - INFO - Epoch(train)  [2][100/200]  lr: 1.0e-01  \
            eta: 0:28:43  time: 0.05  data_time: 0.002  loss: 1.5

            """, name: "20240101.log")
        #expect(log.framework == .mmengine)
        #expect(log.steps(.trainLoss) == [100, 200, 300])
        #expect(log.steps(.validationAccuracy) == [200])
        #expect(log.values(.validationAccuracy) == [0.45])
        let detectron = try LogFolder.log(
            "[03/05 10:00:00 d2.utils.events]:  eta: 0:10:00  iter: 19  total_loss: "
                + "1.5  loss_cls: 1  "
                + "time: 0.5  data_time: 0.01  lr: 0.001  max_mem: 2000M\n", name: "log.txt")
        #expect(detectron.framework == .detectron2)
        #expect(detectron.steps(.trainLoss) == [19] && detectron.hasNote("median"))
    }

    @Test("text without any loss is refused")
    func nothing() throws {
        for text in ["Hello\nWorld\n", "It is 12:30:15 on 2024-01-01\n", "value: 3\n"] {
            let error = #expect(throws: BallastError.self) {
                try LogFolder.log(text, name: "log.txt")
            }
            #expect(error?.kind == .badInput)
        }
    }
}
