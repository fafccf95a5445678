import BallastRuntime

/// A kernel that is a closure. Unlike kernels that train, it may allocate.
final class ReferenceKernel: Kernel {
    private let body: (StepScalars) -> Void

    init(_ body: @escaping (StepScalars) -> Void) {
        self.body = body
    }

    func run(_ scalars: StepScalars) {
        body(scalars)
    }
}
