import BallastEvents

/// What wrote a log, told from its layout and its columns.
struct LogRecognition {
    let format: LogFormat
    let framework: LogFramework
    private let table: ColumnTable
    private let isKerasEvents: Bool

    init(_ source: LogSource, _ contents: [FileContents], _ table: ColumnTable) {
        self.table = table
        let names = table.columns.map(\.name.text)
        let kind = contents.first ?? .text
        let path = source.parts.first?.path ?? source.path
        isKerasEvents =
            kind == .tensorboard
            && (path.hasSuffix(".v2") || names.contains { Self.isEpochTag($0) })
        format = Self.format(kind, names, path, table)
        framework =
            table.framework
            ?? Self.framework(
                format, names, source,
                isKeras: isKerasEvents
                    || (kind == .jsonDocument && Set(names).isSuperset(of: ["loss", "val_loss"])),
                printsDictionaries: table.printsDictionaries)
    }

    // MARK: Axes

    private static func isEpochTag(_ name: String) -> Bool {
        let tag = name.split(separator: "/").last ?? ""
        return tag.hasPrefix("epoch_") && tag != "epoch_"
    }

    /// Keras counts epochs in some tags of a file and batches in others: those of the batches,
    /// where they have the training loss, else those of the epochs.
    func onOneAxis(_ columns: [Int]) -> [Int] {
        guard isKerasEvents else { return columns }
        let isEpoch = { (column: Int) in Self.isEpochTag(table.columns[column].name.text) }
        let hasBatchLoss = columns.contains { column in
            guard case .channel(.trainLoss, _) = table.columns[column].role else { return false }
            return !isEpoch(column)
        }
        return columns.filter { isEpoch($0) != hasBatchLoss }
    }

    /// Whether the chosen tags count epochs.
    func hasEpochTags(_ columns: [Channel: Int], _ table: ColumnTable) -> Bool {
        isKerasEvents
            && columns.values.contains { Self.isEpochTag(table.columns[$0].name.text) }
    }

    /// Whether an accuracy that says neither is the validation's.
    var validatesByDefault: Bool { [.ultralytics, .mmengine, .timm].contains(framework) }

    // MARK: Format

    private static func format(
        _ kind: FileContents, _ names: [String], _ path: String, _ table: ColumnTable
    ) -> LogFormat {
        switch kind {
        case .tensorboard: .tensorboard
        case .mlflowMetric: .mlflow
        case .text: .text
        case .jsonLines, .ballastEvents: .jsonLines
        case .jsonDocument: table.framework == .huggingface ? .huggingFace : .jsonLines
        case .delimited: tableFormat(names, path, table)
        }
    }

    private static func tableFormat(
        _ names: [String], _ path: String, _ table: ColumnTable
    ) -> LogFormat {
        let all = Set(names)
        let file = path.split(separator: "/").last.map { String($0) } ?? ""
        if table.columns.contains(where: { $0.run != nil }) || all.contains("_step")
            || all.contains("_runtime")
        {
            return .wandb
        }
        let isUltralytics =
            all.contains("epoch")
            && (all.contains("train/box_loss") || all.contains("metrics/accuracy_top1")
                || names.contains { $0.hasPrefix("lr/pg") })
        if isUltralytics { return .ultralytics }
        if all.isSuperset(of: ["epoch", "step"]) {
            let isSparse =
                names.contains { $0.hasSuffix("_step") || $0.hasSuffix("_epoch") }
                || names.contains { $0.hasPrefix("lr-") } || names == names.sorted()
            if isSparse || file.hasPrefix("metrics.csv") { return .lightning }
        }
        if names.first == "epoch", all.isSuperset(of: ["train_loss", "eval_loss"]) { return .timm }
        let rest = Array(names.dropFirst())
        let isKeras =
            names.first == "epoch" && rest == rest.sorted() && all.contains("loss")
            && !all.contains("step")
        return isKeras ? .keras : .delimited
    }

    // MARK: Framework

    private static func framework(
        _ format: LogFormat, _ names: [String], _ source: LogSource, isKeras: Bool,
        printsDictionaries: Bool
    ) -> LogFramework {
        let all = Set(names)
        switch format {
        case .lightning: return .lightning
        case .keras: return .keras
        case .huggingFace: return .huggingface
        case .ultralytics: return .ultralytics
        case .timm: return .timm
        case .tensorboard, .wandb, .mlflow, .jsonLines, .delimited, .text: break
        }
        if isKeras { return .keras }
        if all.contains("lm loss") { return .megatron }
        if all.contains("hp_metric") || all.contains("trainer/global_step")
            || source.path.contains("lightning_logs")
        {
            return .lightning
        }
        let isTrainer =
            !all.isDisjoint(with: ["train/global_step", "train/train_runtime", "eval/runtime"])
            || all.isSuperset(of: ["train/loss", "train/learning_rate", "train/epoch"])
            || (printsDictionaries
                && !all.isDisjoint(with: ["eval_loss", "learning_rate", "train_runtime"]))
        if isTrainer { return .huggingface }
        if all.contains("total_loss"), all.contains("iteration") || all.contains("data_time") {
            return .detectron2
        }
        if all.contains("data_time"), all.contains("loss") || all.contains("train loss") {
            return .mmengine
        }
        if all.contains("v_num") { return .lightning }
        return format == .tensorboard ? .pytorch : .unknown
    }
}
