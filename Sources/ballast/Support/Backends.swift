import Ballast

/// The one place that picks a backend.
enum Backends {
    static func make(threads: Int) -> any Backend {
        DNNLBackend(threads: threads)
    }

    /// - Throws: ``BallastError`` of kind `unsupported` where the processor lacks the arithmetic.
    static func check(_ precision: Precision) throws {
        guard precision == .bfloat16, !DNNLBackend.supportsBFloat16 else { return }
        throw BallastError(
            .unsupported, "this processor has no kernels for bfloat16", at: "--precision",
            mend: "use --precision float32")
    }
}
