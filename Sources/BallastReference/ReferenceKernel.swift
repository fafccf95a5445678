import BallastRuntime

/// A kernel that is a closure. Unlike kernels that train, it may allocate.
public final class ReferenceKernel: Kernel {
    private let body: (StepScalars) -> Void

    public init(_ body: @escaping (StepScalars) -> Void) {
        self.body = body
    }

    public func run(_ scalars: StepScalars) {
        body(scalars)
    }
}
