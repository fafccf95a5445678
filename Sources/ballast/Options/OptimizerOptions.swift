import ArgumentParser
import Ballast

struct OptimizerOptions: ParsableArguments {
    @Option(
        name: .customLong("lr"),
        help: ArgumentHelp("The learning rate. (default: 0.01)", valueName: "rate"))
    var learningRate: Double?

    @Option(help: "The rule that turns gradients into updates. (default: sgd)")
    var optimizer: OptimizerName?

    @Option(help: ArgumentHelp("Momentum of sgd and rmsprop. (default: 0.9)", valueName: "x"))
    var momentum: Double?

    @Flag(inversion: .prefixedNo, help: "Nesterov's momentum. (default: off)")
    var nesterov: Bool?

    @Option(help: ArgumentHelp("Dampening of the momentum. (default: 0)", valueName: "x"))
    var dampening: Double?

    @Option(help: ArgumentHelp("First decay of adam and adamw. (default: 0.9)", valueName: "x"))
    var beta1: Double?

    @Option(
        help: ArgumentHelp("Second decay of adam and adamw. (default: 0.999)", valueName: "x"))
    var beta2: Double?

    @Option(
        help: ArgumentHelp(
            "Added to denominators of adam, adamw and rmsprop. (default: 1e-8)", valueName: "x"))
    var epsilon: Double?

    @Option(help: ArgumentHelp("Smoothing of rmsprop. (default: 0.99)", valueName: "x"))
    var alpha: Double?

    @Option(help: ArgumentHelp("Weight decay. (default: 0)", valueName: "x"))
    var weightDecay: Double?

    @Flag(
        inversion: .prefixedNo,
        help: "Weight decay acts on biases and normalization layers too. (default: on)")
    var decayNormsAndBiases: Bool?

    @Option(
        help: ArgumentHelp(
            "constant, step, multistep, exponential, polynomial, cosine, cosine-restarts, "
                + "onecycle or plateau, such as step:size=10,gamma=0.5. (default: constant)",
            valueName: "name[:key=value,…]"))
    var schedule: String?

    @Option(
        help: ArgumentHelp("Steps of linear warm-up. (default: 0)", valueName: "steps"))
    var warmup: Int?

    func collect(into changes: inout ConfigurationChanges) throws {
        changes.set(.learningRate, \.learningRate, learningRate)
        changes.set(.optimizer, \.optimizer, optimizer)
        changes.set(.momentum, \.momentum, momentum)
        changes.set(.nesterov, \.nesterov, nesterov)
        changes.set(.dampening, \.dampening, dampening)
        changes.set(.beta1, \.beta1, beta1)
        changes.set(.beta2, \.beta2, beta2)
        changes.set(.epsilon, \.epsilon, epsilon)
        changes.set(.alpha, \.alpha, alpha)
        changes.set(.weightDecay, \.weightDecay, weightDecay)
        changes.set(.decayNormsAndBiases, \.decayNormsAndBiases, decayNormsAndBiases)
        changes.set(.schedule, \.schedule, try schedule.map { try ScheduleSpec(parsing: $0) })
        changes.set(.warmup, \.warmup, warmup)
    }
}
