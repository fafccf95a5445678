import BallastCore
import BallastEvents
import BallastLogs
import Testing

@Suite("Which column is what") struct ColumnTests {
    @Test(
        "names that say what they are",
        arguments: [
            ("train_loss", Channel.trainLoss), ("Train Loss", .trainLoss),
            ("Loss/train", .trainLoss),
            ("trainLoss", .trainLoss), ("loss", .trainLoss), ("training.loss", .trainLoss),
            ("total_loss", .trainLoss), ("lm loss", .trainLoss),
            ("train/cross_entropy_loss", .trainLoss),
            ("val_loss", .validationLoss), ("Loss/val", .validationLoss),
            ("eval/loss", .validationLoss), ("valid_loss_epoch", .validationLoss),
            ("Validation Loss", .validationLoss), ("dev loss", .validationLoss),
            ("accuracy", .trainAccuracy), ("train_acc", .trainAccuracy),
            ("val_acc", .validationAccuracy), ("eval_top1", .validationAccuracy),
            ("val/Acc@1", .validationAccuracy),
            ("val_sparse_categorical_accuracy", .validationAccuracy),
            ("lr", .learningRate), ("learning_rate", .learningRate),
            ("lr-AdamW/pg0", .learningRate),
            ("train/learning_rate", .learningRate), ("learningRate", .learningRate),
            ("grad_norm", .gradientNorm), ("gradient norm", .gradientNorm),
            ("train/grad_norm", .gradientNorm), ("grad_2.0_norm_total", .gradientNorm),
            ("gnorm", .gradientNorm),
        ])
    func known(name: String, channel: Channel) throws {
        let other = channel == .trainLoss ? "lr" : "train loss"
        let log = try LogFolder.log("step,\(other),\(name)\n1,1,0.5\n2,1,0.25\n")
        if channel == .learningRate { #expect(log.mapping[.learningRate] == name) }
        #expect(log.mapping[channel] == name || channel == .trainLoss && name == "lr")
        #expect(log.values(channel) == [0.5, 0.25])
    }

    @Test(
        "names that must not match",
        arguments: [
            "val/box_loss", "loss_scale", "lr_scheduler_steps", "learning_rate_decay", "test/loss",
            "best_val_loss", "min_loss", "train/cls_loss", "loss_weight", "lr_decay", "momentum",
            "max_grad_norm", "grad_norm_clipped", "grad_norm/layer1", "glossy", "floss", "colour",
            "lr-SGD-momentum", "weight_decay", "val_loss_improvement", "top5_accuracy", "test_acc",
            "train_val_loss", "warmup_lr", "lossless", "accelerate", "perplexity",
        ])
    func unknown(name: String) throws {
        let log = try LogFolder.log("step,train_loss,\(name)\n1,1,0.5\n2,1,0.25\n")
        #expect(log.mapping == [.trainLoss: "train_loss"])
    }

    @Test("the surest of several names counts, and columns that are empty count for nothing")
    func ranks() throws {
        let log = try LogFolder.log(
            """
            step,loss,train_loss_epoch,train_loss_step,val_loss,val_loss_epoch,global_step,\
            train_acc,acc
            1,9,9,1,2,9,100,0.5,0
            2,9,9,1,2,9,200,0.5,0

            """)
        #expect(log.mapping[.trainLoss] == "train_loss_step")
        #expect(log.mapping[.validationLoss] == "val_loss")
        #expect(log.mapping[.trainAccuracy] == "train_acc")
        #expect(log.steps(.trainLoss) == [100, 200])
        let empty = try LogFolder.log("step,loss,train_loss\n1,9,\n2,8,\n")
        #expect(empty.mapping == [.trainLoss: "loss"])
    }

    @Test("a doubt is a question, which --map answers")
    func doubt() throws {
        let text = "step,Loss/train,train/loss\n1,2,3\n2,4,5\n"
        let error = #expect(throws: BallastError.self) { try LogFolder.log(text) }
        #expect(error?.kind == .badInput)
        #expect(error?.what.contains("`Loss/train`, `train/loss`") == true)
        #expect(error?.mend?.contains("--map") == true)
        let mapped = try LogFolder.log(text, map: ["train-loss=train/loss"])
        #expect(mapped.values(.trainLoss) == [3, 5])

        let unsure = #expect(throws: BallastError.self) {
            try LogFolder.log("step,box_loss,cls_loss\n1,2,3\n2,4,5\n")
        }
        #expect(unsure?.what.contains("`box_loss`, `cls_loss`") == true)
        let named = try LogFolder.log(
            "a,b,box_loss\n1,2,3\n2,4,5\n", map: ["train-loss=box_loss", "step=b", "epoch=a"])
        #expect(named.steps(.trainLoss) == [2, 4])
        #expect(throws: BallastError.self) {
            try LogFolder.log("step,loss\n1,2\n", map: ["train-loss=nothing"])
        }
    }

    @Test("what --map takes")
    func map() throws {
        let map = try ChannelMap(parsing: ["train-loss=a=b", "step=s"])
        #expect(map.columns == [.trainLoss: "a=b"] && map.step == "s")
        for wrong in ["loss", "loss=a", "=a", "train-loss=", "labels=a"] {
            let error = #expect(throws: BallastError.self) { try ChannelMap(parsing: [wrong]) }
            #expect(error?.kind == .usage)
        }
    }

    @Test("a test loss is no validation, and that is said")
    func test() throws {
        let log = try LogFolder.log("epoch,train_loss,test_loss\n1,2,3\n2,1,2\n")
        #expect(log.mapping == [.trainLoss: "train_loss"])
        #expect(log.hasNote("`test_loss` is not taken for validation"))
    }
}
