import ArgumentParser
import Ballast

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a run's weights as a safetensors file with torchvision's names.",
        discussion: """
            Example: ballast export runs/mine --checkpoint best --out model.safetensors

            PyTorch reads it by model.load_state_dict(safetensors.torch.load_file(path), \
            strict=True). The same weights give the same bytes.
            """)

    @Argument(help: ArgumentHelp("A run directory.", valueName: "run"))
    var path: String

    @Option(help: ArgumentHelp("The file to write.", valueName: "file"))
    var out: String

    @OptionGroup var checkpoint: CheckpointOptions

    @Flag(help: "Write over a file that exists.")
    var force = false

    @Option(help: "How the result is written to standard output.")
    var format = OutputFormat.text

    @Flag(help: "No progress on standard error.")
    var quiet = false

    func run() throws {
        guard force || access(out, F_OK) != 0 else {
            throw BallastError(
                .cannotWrite, "the file exists already", at: out,
                mend: "choose another --out, or add --force")
        }
        let model = try TrainedModel.open(path, checkpoint, threads: 1)
        let file = model.stateDictionary()
        try file.write(to: out)
        let answer = Answer(file: out, tensors: file.tensors.count, checkpoint: model.step)
        switch format {
        case .json: try Console.output(json: answer)
        case .text:
            Console.output(
                "\(out): \(answer.tensors) tensors of \(path), step \(answer.checkpoint)\n")
        }
    }

    private struct Answer: Encodable {
        let file: String
        let tensors: Int
        let checkpoint: Int
    }
}
