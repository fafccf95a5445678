import ArgumentParser
import Ballast

struct MachineOptions: ParsableArguments {
    @Option(help: "Arithmetic of activations; weights stay float32. (default: float32)")
    var precision: Precision?

    @Option(
        help: ArgumentHelp("(default: all cores; 1 for tiny models)", valueName: "number"))
    var threads: Int?

    @Option(
        help: ArgumentHelp(
            "Threads that read batches ahead, 0 or more; no bit depends on it. (default: 1 where "
                + "images take work)",
            valueName: "number"))
    var loaderThreads: Int?

    @Option(
        help: ArgumentHelp("Decides every random number. (default: 0)", valueName: "number"))
    var seed: UInt64?

    func collect(into changes: inout ConfigurationChanges) {
        changes.set(.precision, \.precision, precision)
        changes.set(.threads, optional: \.threads, threads)
        changes.set(.loaderThreads, optional: \.loaderThreads, loaderThreads)
        changes.set(.seed, \.seed, seed)
    }
}
