/// The words that lines of logs are made of besides names of quantities.
enum TextVocabulary {
    /// The part of a run that a word stands for.
    static func part(_ word: String) -> RowSplit? {
        switch word {
        case "validating", "evaluating", "evaluate": .val
        case "tr", "trn": .train
        default: RowSplit(word: word)
        }
    }

    static func isPosition(_ word: String) -> Bool {
        ["epoch", "step", "iter", "iteration", "batch", "it", "ep", "global_step"].contains(word)
    }

    /// Words that end what was said before them.
    static func isBreak(_ word: String) -> Bool {
        ["at", "on", "in", "with", "for", "after", "of", "is", "was", "and", "to", "from", "by"]
            .contains(word)
    }

    /// Words of log levels and sentences that belong to no name.
    static func isNoise(_ word: String) -> Bool {
        [
            "info", "debug", "warning", "error", "root", "main", "the", "a", "am", "pm", "done",
            "finished", "completed", "result", "results", "end", "eta",
        ].contains(word)
    }

    /// Words behind which a number stands without a sign: `loss 0.5`.
    static func isQuantity(_ word: String) -> Bool {
        ["loss", "acc", "accuracy", "lr", "norm", "gnorm", "train_loss", "val_loss"].contains(word)
            || isPosition(word)
    }
}
