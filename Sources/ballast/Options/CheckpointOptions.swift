import ArgumentParser
import Ballast

extension CheckpointChoice: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(argument)
    }
}

/// Which weights of a run are meant.
struct CheckpointOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "latest, best (the lowest validation loss, or the run's --best-metric), best:METRIC "
                + "(loss, accuracy or top-k-accuracy) or a step.", valueName: "which"))
    var checkpoint = CheckpointChoice.latest

    @Flag(help: "Take the moving average of the weights that --ema kept.")
    var average = false
}
