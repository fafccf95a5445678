import ArgumentParser
import Ballast

struct NetworkOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "One of \(ModelName.allCases.map(\.rawValue).joined(separator: ", ")); "
                + "mlp and cnn also as mlp:depth=8,width=64. (default: resnet18-small)",
            valueName: "name[:key=value,…]"))
    var model: String?

    @Option(help: "The normalization layers. (default: the model's own)")
    var normalization: NormalizationChoice?

    @Option(
        help: ArgumentHelp(
            "Weight of the new batch in batch normalization's running statistics. "
                + "(default: 0.1)",
            valueName: "x"))
    var batchnormMomentum: Double?

    @Option(help: "The nonlinearity of hidden layers. (default: the model's own, relu)")
    var activation: ActivationChoice?

    @Option(
        help: ArgumentHelp(
            "A safetensors file or a run to take the weights from. A last layer of another "
                + "size is made anew. (default: none)",
            valueName: "file"))
    var weights: String?

    @Option(
        help: ArgumentHelp(
            "Parameters to hold, with their running statistics: patterns such as "
                + "'conv1.*,layer1.*'. (default: none)",
            valueName: "pattern"))
    var freeze: String?

    @Option(
        help: ArgumentHelp(
            "How weights begin: torchvision, normal:STD, pytorch-default or he; with a "
                + "bias of hidden layers as he:bias=-1. (default: torchvision)",
            valueName: "way"))
    var initialization: String?

    func collect(into changes: inout ConfigurationChanges) throws {
        changes.set(.model, \.model, model)
        changes.set(.normalization, optional: \.normalization, normalization)
        changes.set(.batchnormMomentum, optional: \.batchnormMomentum, batchnormMomentum)
        changes.set(.activation, optional: \.activation, activation)
        changes.set(.weights, optional: \.weights, weights)
        changes.set(.freeze, optional: \.freeze, freeze)
        changes.set(.initialization, optional: \.initialization, try initializationChoice())
    }

    private func initializationChoice() throws -> Initialization? {
        guard let initialization else { return nil }
        guard let choice = Initialization(initialization) else {
            throw BallastError(
                .usage, "'\(initialization)' is no way to begin", at: "--initialization",
                mend: "give \(Initialization.usage)")
        }
        return choice
    }
}
