import BallastEvents

/// The whole-word rules that tell what a column is for.
///
/// A name counts only where *every* word of it is known: `val/box_loss` is not the validation loss,
/// nor is `loss_scale` a loss.
enum ColumnRules {
    private static let training: Set = ["train", "training", "trn", "tr"]
    private static let validating: Set = [
        "val", "valid", "validation", "eval", "evaluation", "dev", "validate",
    ]
    private static let testing: Set = ["test", "testing", "tst", "holdout"]
    /// Words that stand for a place in a log rather than for a quantity.
    private static let places: Set = [
        "metrics", "metric", "scalars", "scalar", "stats", "stat", "log", "logs", "charts",
        "summary",
        "per", "vs", "overall", "set", "data", "value",
    ]
    private static let singles: Set = ["step", "batch", "iter", "iteration", "iterations", "steps"]
    private static let epochs: Set = ["epoch", "epochs"]
    private static let means: Set = ["mean", "avg", "average", "running", "total"]
    private static let lossKinds: Set = ["lm", "ce", "cross", "entropy", "xent"]
    private static let accuracies: Set = ["accuracy", "acc", "top1", "acc1"]
    private static let accuracyKinds: Set = [
        "categorical", "sparse", "binary", "multiclass", "top", "1",
    ]
    private static let rateOwners: Set = [
        "sgd", "adam", "adamw", "w", "rmsprop", "adagrad", "lamb", "lion", "nadam", "radam",
        "adafactor",
        "optimizer", "optim", "opt", "charts", "group", "param", "params", "groups", "current",
        "hyperparameters", "hparams",
    ]

    static func role(of name: ColumnName) -> ColumnRole {
        let words = Set(name.words)
        guard !words.isEmpty else { return .other }
        if let role = position(words) { return role }
        if words.contains("loss") { return loss(name, words) }
        if !words.isDisjoint(with: accuracies) || isTop1(name) { return accuracy(name, words) }
        if let rank = learningRate(name, words) { return .channel(.learningRate, rank: rank) }
        if let rank = gradientNorm(words) { return .channel(.gradientNorm, rank: rank) }
        return .other
    }

    /// `step`, `epoch` and their like.
    private static func position(_ words: Set<String>) -> ColumnRole? {
        let owners: Set = ["trainer", "train", "num", "n", "current", "number", "of"]
        let own = words.subtracting(owners)
        switch own {
        case ["global", "step"], ["global", "iter"], ["global", "iteration"], ["global", "steps"]:
            return .step(rank: 0)
        case ["iteration"], ["iter"], ["iterations"], ["iters"], ["it"]: return .step(rank: 1)
        case ["step"], ["steps"], ["update"], ["updates"]: return .step(rank: 2)
        case ["batch"], ["batch", "idx"], ["batch", "index"]: return .step(rank: 3)
        case ["epoch"], ["epochs"], ["ep"]: return .epoch
        default: return nil
        }
    }

    private static func loss(_ name: ColumnName, _ words: Set<String>) -> ColumnRole {
        let known = training.union(validating).union(places).union(singles).union(epochs)
            .union(means).union(lossKinds).union(testing).union(["loss"])
        guard words.isSubset(of: known) else { return isNoLoss(words) ? .other : .unsure }
        guard words.isDisjoint(with: testing) else { return .test }
        let isTraining = !words.isDisjoint(with: training)
        let isValidating = !words.isDisjoint(with: validating)
        guard !(isTraining && isValidating) else { return .unsure }
        // A running mean is the poorer, and so is a tag that says a word twice, as summaries do.
        var rank = words.isDisjoint(with: means.subtracting(["total"])) ? 0 : 4
        if isTraining, name.words.count(where: training.contains) > 1 { rank += 8 }
        if isValidating {
            if !words.isDisjoint(with: singles) { rank += 2 }
            if !words.isDisjoint(with: epochs) { rank += 1 }
            return .channel(.validationLoss, rank: rank + kinds(words))
        }
        if !isTraining { rank += words.contains("total") ? 18 : 20 }
        if words.isDisjoint(with: singles) { rank += words.isDisjoint(with: epochs) ? 1 : 2 }
        return .channel(.trainLoss, rank: rank + kinds(words))
    }

    private static func kinds(_ words: Set<String>) -> Int {
        words.isDisjoint(with: lossKinds) ? 0 : 40
    }

    /// Names in which "loss" is only a part of another quantity.
    private static func isNoLoss(_ words: Set<String>) -> Bool {
        !words.isDisjoint(with: [
            "scale", "scaler", "weight", "coef", "coefficient", "best", "min", "max", "lowest",
            "std", "var", "time", "improvement", "delta", "patience", "ratio", "ppl", "perplexity",
        ])
    }

    private static func isTop1(_ name: ColumnName) -> Bool {
        zip(name.words, name.words.dropFirst()).contains { $0 == "top" && $1 == "1" }
    }

    private static func accuracy(_ name: ColumnName, _ words: Set<String>) -> ColumnRole {
        let known = training.union(validating).union(places).union(singles).union(epochs)
            .union(means).union(accuracies).union(accuracyKinds).union(testing)
        guard words.isSubset(of: known) else { return .other }
        guard words.isDisjoint(with: testing) else { return .test }
        let isTraining = !words.isDisjoint(with: training)
        let isValidating = !words.isDisjoint(with: validating)
        guard !(isTraining && isValidating) else { return .other }
        var rank = words.isDisjoint(with: accuracyKinds) ? 0 : 4
        if words.isDisjoint(with: singles) != isValidating { rank += 2 }
        if isValidating { return .channel(.validationAccuracy, rank: rank) }
        return .channel(.trainAccuracy, rank: rank + (isTraining ? 0 : 20))
    }

    private static func learningRate(_ name: ColumnName, _ words: Set<String>) -> Int? {
        let isRate = words.contains("lr") || words.isSuperset(of: ["learning", "rate"])
        guard isRate else { return nil }
        let known = rateOwners.union(places).union(singles).union(epochs).union(training)
            .union(["lr", "learning", "rate"])
        var rank = words.isDisjoint(with: epochs) ? 0 : 2
        for word in words.subtracting(known) {
            // `pg0`, `group 1`, `AdamW-1`: the first group stands for all.
            let digits = word.hasPrefix("pg") ? word.dropFirst(2) : word[...]
            guard let group = Int(digits), group < 1000 else { return nil }
            rank += 10 + group
        }
        return rank
    }

    private static func gradientNorm(_ words: Set<String>) -> Int? {
        let subjects: Set = ["grad", "grads", "gradient", "gradients"]
        guard words.contains("norm"), !words.isDisjoint(with: subjects) else { return nil }
        let before: Set = ["before", "clip", "clipping", "unclipped", "pre", "preclip", "raw"]
        let known = subjects.union(places).union(singles).union(epochs).union(training)
            .union(["norm", "l2", "2", "2.0", "0", "total", "global", "all"]).union(before)
        guard words.isSubset(of: known) else { return nil }
        let isBefore = !words.isDisjoint(with: before.subtracting(["clip", "clipping"]))
        guard isBefore || words.isDisjoint(with: ["clip", "clipping"]) else { return nil }
        let isTotal = !words.isDisjoint(with: ["total", "global", "all"])
        return isBefore ? 0 : isTotal ? 1 : 2
    }
}
