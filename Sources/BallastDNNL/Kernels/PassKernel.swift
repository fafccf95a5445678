import BallastRuntime

/// A vector pass with the addresses of its buffers.
final class PassKernel: Kernel {
    private let addresses: [BufferAddress]
    private var memory: [UnsafeMutableRawPointer]
    private let body: ([UnsafeMutableRawPointer], StepScalars) -> Void

    init(
        _ addresses: [BufferAddress],
        _ body: @escaping ([UnsafeMutableRawPointer], StepScalars) -> Void
    ) {
        self.addresses = addresses
        memory = addresses.map(\.pointer)
        self.body = body
    }

    func run(_ scalars: StepScalars) {
        for index in addresses.indices {
            memory[index] = addresses[index].pointer
        }
        body(memory, scalars)
    }
}
