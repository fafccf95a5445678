import BallastCore
import BallastEvents
import BallastLogs
import Testing

@Suite("JSON and MLflow") struct ObjectTests {
    @Test("the state of the Hugging Face Trainer")
    func trainerState() throws {
        let state = """
            {"best_metric": null, "epoch": 2.0, "max_steps": 40, "log_history": [
              {"epoch": 0.5, "grad_norm": NaN, "learning_rate": 5e-05, "loss": 2.5, "step": 10},
              {"epoch": 1.0, "grad_norm": "Infinity", "learning_rate": 4e-05, "loss": 1.5, \
              "step": 20},
              {"epoch": 1.0, "eval_loss": 1.75, "eval_accuracy": 0.5, "eval_runtime": 3, \
              "step": 20},
              {"epoch": 2.0, "step": 40, "total_flos": 1, "train_loss": 9, "train_runtime": 5}
            ], "stateful_callbacks": {"a": {"b": [1, "}]"]}}}
            """
        let log = try LogFolder.log(state, name: "trainer_state.json")
        #expect(log.format == .huggingFace && log.framework == .huggingface)
        #expect(log.steps(.trainLoss) == [10, 20] && log.values(.trainLoss) == [2.5, 1.5])
        #expect(log.values(.gradientNorm)[0].isNaN && log.values(.gradientNorm)[1] == .infinity)
        #expect(log.values(.validationAccuracy) == [0.5])
        #expect(log.record.stepsPerEpoch == 20 && log.record.plannedSteps == 40)
        #expect(log.hasNote("logging_nan_inf_filter"))
        let error = #expect(throws: BallastError.self) {
            try LogFolder.log(String(state.dropLast(90)), name: "trainer_state.json")
        }
        #expect(error?.what.contains("cut off") == true)
    }

    @Test("detectron2, and mmengine, whose validation counts epochs as steps")
    func lines() throws {
        let detectron = try LogFolder.log(
            "{\"iteration\": 19, \"total_loss\": 2, \"loss_cls\": 1, \"lr\": 0.1, "
                + "\"data_time\": 1}\n"
                + "{\"iteration\": 39, \"total_loss\": NaN, \"loss_cls\": 1, \"lr\": 0.1}\n",
            name: "metrics.json")
        #expect(detectron.format == .jsonLines && detectron.framework == .detectron2)
        #expect(detectron.mapping[.trainLoss] == "total_loss")
        #expect(detectron.steps(.trainLoss) == [19, 39] && detectron.hasNote("median"))

        let mmengine = try LogFolder.log(
            """
            {"lr": 0.1, "data_time": 0.01, "loss": 3, "epoch": 1, "iter": 100, "step": 100}
            {"lr": 0.1, "data_time": 0.01, "loss": 2, "epoch": 1, "iter": 200, "step": 200}
            {"accuracy/top1": 40.0, "data_time": 0.01, "step": 1}
            {"lr": [0.1, 0.2], "data_time": 0.01, "loss": 1, "epoch": 2, "iter": 300, "step": 300}

            """, name: "scalars.json")
        #expect(mmengine.framework == .mmengine)
        #expect(mmengine.steps(.validationAccuracy) == [200])
        #expect(mmengine.values(.validationAccuracy) == [0.4])
        #expect(mmengine.values(.learningRate) == [0.1, 0.1, 0.1])
    }

    @Test("objects in objects, rows of a part, texts, null, damage")
    func shapes() throws {
        let log = try LogFolder.log(
            """
            {"step": 1, "train": {"loss": 2.5, "x": [1, {"loss": 7}]}, "note": "loss\\" 3"}
            {"step": 2, "train": {"loss": "nan"}, "val": {"loss": null}}
            not json
            {"step": 3, "train": {"loss": "-Infinity"}, "val": {"loss": 1.5}}
            {"step": 4, "train": {"lo
            """, name: "log.jsonl")
        #expect(log.steps(.trainLoss) == [1, 2, 3])
        #expect(log.values(.trainLoss)[1].isNaN && log.values(.trainLoss)[2] == -.infinity)
        #expect(log.values(.validationLoss) == [1.5])
        #expect(
            log.hasNote("masked") && log.hasNote("no JSON objects") && log.hasNote("not complete"))
        let split = try LogFolder.log(
            "{\"mode\": \"train\", \"epoch\": 1, \"loss\": 2}\n{\"epoch\": 1, "
                + "\"loss\": 3, \"mode\": \"val\"}\n",
            name: "log.jsonl")
        #expect(split.values(.trainLoss) == [2] && split.values(.validationLoss) == [3])
    }

    @Test("lists of numbers by name, and lists of rows")
    func documents() throws {
        let history = try LogFolder.log(
            "{\"loss\": [3, 2, NaN], \"val_loss\": [4, 3, 2], \"lr\": [0.1, 0.1, 0.1]}",
            name: "history.json")
        #expect(history.framework == .keras && history.isPerEpoch)
        #expect(history.values(.trainLoss).prefix(2) == [3, 2])
        let rows = try LogFolder.log(
            "[{\"step\": 5, \"loss\": 1},\n {\"step\": 10, \"loss\": 0.5}]", name: "log.json")
        #expect(rows.steps(.trainLoss) == [5, 10])
    }

    @Test("MLflow: a file for each metric")
    func mlflow() throws {
        let folder = try LogFolder()
        let run = "mlruns/0/abc"
        try folder.write("artifact_uri: x\n", to: "\(run)/meta.yaml")
        try folder.write(
            "17000 2.5 0\n17001 1.5 10\n17002 nan 20\n", to: "\(run)/metrics/train_loss")
        try folder.write("17000 3 0\n17002 2 20\n17003 1.", to: "\(run)/metrics/val/loss")
        try folder.write("17000 0.1 0\n", to: "\(run)/metrics/lr")
        try folder.write("0.1", to: "\(run)/params/lr")
        let log = try folder.log(".")
        #expect(log.format == .mlflow)
        #expect(log.steps(.trainLoss) == [0, 10, 20] && log.values(.trainLoss)[2].isNaN)
        #expect(log.values(.validationLoss).suffix(1) != [3])
        #expect(log.mapping[.validationLoss] == "val/loss")
        #expect(log.name.hasSuffix("mlruns/0/abc"))
    }
}
