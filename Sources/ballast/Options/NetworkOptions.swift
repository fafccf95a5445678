import ArgumentParser
import Ballast

struct NetworkOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "One of \(ModelName.allCases.map(\.rawValue).joined(separator: ", ")). "
                + "(default: resnet18-small)",
            valueName: "name"))
    var model: String?

    @Option(help: "The normalization layers. (default: the model's own)")
    var normalization: NormalizationChoice?

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
            "How weights begin: torchvision, normal:STD, pytorch-default or he. "
                + "(default: torchvision)",
            valueName: "way"))
    var initialization: String?

    func collect(into changes: inout ConfigurationChanges) throws {
        changes.set(.model, \.model, model)
        changes.set(.normalization, optional: \.normalization, normalization)
        changes.set(.weights, optional: \.weights, weights)
        changes.set(.freeze, optional: \.freeze, freeze)
        changes.set(.initialization, optional: \.initialization, try initializationChoice())
    }

    private func initializationChoice() throws -> Initialization? {
        guard let initialization else { return nil }
        guard let choice = Initialization(initialization) else {
            throw BallastError(
                .usage, "'\(initialization)' is no way to begin", at: "--initialization",
                mend: "give torchvision, normal:STD such as normal:0.01, pytorch-default or he")
        }
        return choice
    }
}
