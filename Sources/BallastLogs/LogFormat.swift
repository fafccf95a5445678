/// How a log is laid out; the raw value is the kind of a record's source.
public enum LogFormat: String, Codable, Hashable, Sendable, CaseIterable {
    /// Event files, one or several of a run.
    case tensorboard
    /// `metrics.csv` of Lightning's CSVLogger.
    case lightning = "lightning-csv"
    /// The file of Keras' CSVLogger.
    case keras = "keras-csv"
    /// `trainer_state.json` of the Hugging Face Trainer.
    case huggingFace = "huggingface"
    /// `results.csv` of Ultralytics.
    case ultralytics = "ultralytics-csv"
    /// `summary.csv` of timm.
    case timm = "timm-csv"
    /// A chart or a run's history, exported from Weights & Biases.
    case wandb = "wandb-csv"
    /// The metrics of a run in an `mlruns` folder.
    case mlflow
    /// One JSON object after the other, as detectron2 and mmengine write them.
    case jsonLines = "jsonl"
    /// Any other table of comma-, tab- or space-separated values.
    case delimited = "csv"
    /// What a program printed.
    case text
}
