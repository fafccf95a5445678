import ArgumentParser
import Ballast

/// Every option of a run, as `train` takes them and as they stand in a YAML file.
struct RunOptions: ParsableArguments {
    @OptionGroup(title: "Data") var data: DataOptions
    @OptionGroup(title: "Model") var network: NetworkOptions
    @OptionGroup(title: "Course") var course: CourseOptions
    @OptionGroup(title: "Optimizer") var optimizer: OptimizerOptions
    @OptionGroup(title: "Regularization") var regularization: RegularizationOptions
    @OptionGroup(title: "Machine") var machine: MachineOptions

    /// What was given on the command line.
    ///
    /// - Throws: ``BallastError`` of kind `usage` for a value that cannot be read.
    func changes() throws -> ConfigurationChanges {
        var changes = ConfigurationChanges()
        data.collect(into: &changes)
        try network.collect(into: &changes)
        try course.collect(into: &changes)
        try optimizer.collect(into: &changes)
        regularization.collect(into: &changes)
        machine.collect(into: &changes)
        return changes
    }
}
