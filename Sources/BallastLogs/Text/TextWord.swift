/// What is known of a word of a printed line.
struct TextWord {
    let text: String
    /// The part of a run that it stands for.
    let part: RowSplit?
    /// Whether it names a place in the run, such as `epoch`.
    let isPosition: Bool
    /// Whether it ends what was said before it.
    let isBreak: Bool
    /// Whether it belongs to no name.
    let isNoise: Bool
    /// Whether a number stands behind it without a sign: `loss 0.5`.
    let isQuantity: Bool

    private static let positions: Set = [
        "epoch", "step", "iter", "iteration", "batch", "it", "ep", "global_step",
    ]
    private static let breaks: Set = [
        "at", "on", "in", "with", "for", "after", "of", "is", "was", "and", "to", "from", "by",
    ]
    private static let noises: Set = [
        "info", "debug", "warning", "error", "root", "main", "the", "a", "am", "pm", "done",
        "finished", "completed", "result", "results", "end", "eta",
    ]
    private static let quantities: Set = [
        "loss", "acc", "accuracy", "lr", "norm",
    ]

    init(_ text: String) {
        self.text = text
        let low = text.lowercased()
        part = ["validating", "evaluating", "evaluate"].contains(low) ? .val : RowSplit(word: low)
        isPosition = Self.positions.contains(low)
        isBreak = Self.breaks.contains(low)
        isNoise = Self.noises.contains(low)
        isQuantity =
            isPosition || Self.quantities.contains(low)
            || ColumnRules.role(of: ColumnName(text)).isChannel
    }
}
