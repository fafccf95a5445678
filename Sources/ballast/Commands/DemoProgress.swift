import Ballast

/// The progress of both runs of a demonstration as one bar on standard error.
final class DemoProgress {
    private let total: Int
    private let isQuiet: Bool
    private var bar: ProgressBar?

    /// - Parameter total: the iterations of both runs together.
    init(total: Int, isQuiet: Bool) {
        self.total = total
        self.isQuiet = isQuiet
    }

    /// Says what will be done, because reading data and compiling take a while.
    func begin(_ recipe: ValidationSpikeRecipe) {
        guard !isQuiet else { return }
        Console.error(
            "Training \(recipe.model) on \(recipe.data) twice, \(recipe.steps) iterations each\n")
    }

    func show(_ done: Int, _ curves: ValidationSpikeCurves) {
        guard !isQuiet else { return }
        // The bar's clock starts behind the first iteration, which compiles the model.
        var bar =
            self.bar
            ?? ProgressBar(
                total: total, done: done, style: .detected(fileDescriptor: 2), now: Clock.now())
        let number = { (values: [Double]) in values.last.map(NumberText.short) ?? "-" }
        let message =
            "rate \(NumberText.short(curves.learningRate)): loss \(number(curves.trainLoss)), "
            + "validation \(number(curves.validationLoss))"
        if let text = bar.update(done: done, message: message, now: Clock.now()) {
            Console.error(text)
        }
        self.bar = bar
    }

    /// Ends the bar's line.
    func end() {
        if let bar { Console.error(bar.finish()) }
    }
}
