/// One compiled operation, bound to its memory.
public protocol Kernel: AnyObject {
    /// Runs once. Allocates nothing.
    func run(_ scalars: StepScalars)
}
