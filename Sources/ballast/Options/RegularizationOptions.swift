import ArgumentParser
import Ballast

struct RegularizationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Label smoothing. (default: 0)", valueName: "x"))
    var labelSmoothing: Double?

    @Option(
        help: ArgumentHelp(
            "The largest global norm of the gradients. (default: no limit)", valueName: "norm"))
    var clipNorm: Double?

    @Option(
        help: ArgumentHelp(
            "The largest magnitude of a gradient's element. (default: no limit)",
            valueName: "value"))
    var clipValue: Double?

    @Option(
        help: ArgumentHelp(
            "The largest ratio of a unit's gradient to its weights, such as 0.01. "
                + "(default: no limit)",
            valueName: "ratio"))
    var adaptiveClip: Double?

    @Option(
        help: ArgumentHelp(
            "How many times its usual size a tensor's gradient may have before adam and adamw "
                + "shorten the update, such as 1. (default: no limit)",
            valueName: "ratio"))
    var updateClip: Double?

    @Option(
        help: ArgumentHelp(
            "Decay of a moving average of the weights, such as 0.999. (default: none is kept)",
            valueName: "decay"))
    var ema: Double?

    func collect(into changes: inout ConfigurationChanges) {
        changes.set(.labelSmoothing, \.labelSmoothing, labelSmoothing)
        changes.set(.clipNorm, optional: \.clipNorm, clipNorm)
        changes.set(.clipValue, optional: \.clipValue, clipValue)
        changes.set(.adaptiveClip, optional: \.adaptiveClip, adaptiveClip)
        changes.set(.updateClip, optional: \.updateClip, updateClip)
        changes.set(.ema, optional: \.ema, ema)
    }
}
