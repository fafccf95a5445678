import ArgumentParser
import Ballast

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make a run of a safetensors file with torchvision's names.",
        discussion: """
            Example: ballast import resnet18.safetensors --model resnet18 --classes 1000 \
            --image-size 224 --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225 --out runs/imported

            `evaluate`, `predict`, `export` and `train --weights` take the run.
            """)

    @Argument(
        help: ArgumentHelp(
            "A state_dict, saved by safetensors.torch.save_file.", valueName: "file"))
    var file: String

    @Option(
        help: ArgumentHelp(
            "One of \(ModelName.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "name"))
    var model: String

    @Option(help: ArgumentHelp("Classes of the model.", valueName: "number"))
    var classes: Int

    @Option(help: ArgumentHelp("Height and width of the images.", valueName: "pixels"))
    var imageSize: Int

    @Option(
        help: ArgumentHelp(
            "What is subtracted from pixels of 0…1, one number per channel.",
            valueName: "r,g,b"),
        transform: Numbers.init)
    var mean: Numbers

    @Option(
        help: ArgumentHelp(
            "What they are then divided by, one positive number per channel.",
            valueName: "r,g,b"),
        transform: Numbers.init)
    var std: Numbers

    @Option(help: ArgumentHelp("The run directory to write.", valueName: "dir"))
    var out: String

    @Option(help: "The normalization layers. (default: the model's own)")
    var normalization: NormalizationChoice?

    @Option(
        help: ArgumentHelp(
            "One name per class. (default: class 0, class 1, …)", valueName: "a,b,c"))
    var classNames: String?

    @Flag(help: "No notes on standard error.")
    var quiet = false

    @Option(help: "How the result is written to standard output.")
    var format = OutputFormat.text

    func run() throws {
        var configuration = RunConfiguration()
        configuration.data = ""
        configuration.model = model
        configuration.classes = classes
        configuration.imageSize = imageSize
        configuration.normalization = normalization
        configuration.weights = file
        configuration.out = out
        let run = RunImport(
            weights: file, configuration: configuration, classNames: try names(),
            preprocessing: try preprocessing())
        let notes = try run.write(
            to: out, machine: .current(), now: Clock.now, makeBackend: Backends.make(threads:))
        if !quiet { for note in notes { Console.error("note: \(note)\n") } }
        switch format {
        case .json: try Console.output(json: ["run": out])
        case .text: Console.output("\(out): \(model) with the weights of \(file)\n")
        }
    }

    private func names() throws -> [String] {
        guard classes >= 1 else {
            throw BallastError(
                .usage, "the value is \(classes)", at: "--classes", mend: "give a positive number")
        }
        guard let classNames else { return (0..<classes).map(RunImport.className) }
        let names = classNames.split(separator: ",").map(String.init)
        guard names.count == classes, Set(names).count == classes else {
            throw BallastError(
                .usage, "\(Set(names).count) different names for \(classes) classes",
                at: "--class-names", mend: "give one name per class, with commas between them")
        }
        return names
    }

    private func preprocessing() throws -> Preprocessing {
        let channels = mean.values.count
        guard channels == std.values.count, channels == 1 || channels == 3 else {
            throw BallastError(
                .usage, "\(channels) means and \(std.values.count) deviations", at: "--mean",
                mend: "give one number of each per channel: 1 for grey, 3 for colour")
        }
        guard std.values.allSatisfy({ $0 > 0 }) else {
            throw BallastError(
                .usage, "a deviation is not positive", at: "--std",
                mend: "give what the weights were trained with, such as 0.229,0.224,0.225")
        }
        guard DatasetSpec.imageSizes.contains(imageSize) else {
            throw BallastError(
                .usage, "images cannot be \(imageSize) pixels wide", at: "--image-size",
                mend: "choose a size from \(DatasetSpec.imageSizes.lowerBound) to "
                    + "\(DatasetSpec.imageSizes.upperBound)")
        }
        return Preprocessing(
            mean: mean.values, std: std.values, imageSize: imageSize, channels: channels)
    }
}
