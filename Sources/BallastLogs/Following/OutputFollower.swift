import BallastCore

/// Reads the output of a training program as it comes.
public final class OutputFollower {
    private let assembly: RunAssembly
    private var parser = TextLogParser()

    /// - Parameter name: what to call the run, such as the command.
    public init(name: String, options: LogOptions = LogOptions()) {
        assembly = RunAssembly(LogSource(path: name, name: name, parts: []), options)
    }

    /// Takes up the next bytes of the output; a line counts when its end has come.
    ///
    /// - Returns: whether the run has gained any value.
    public func consume(_ bytes: Span<UInt8>) -> Bool {
        let before = assembly.table.received
        assembly.withTable { parser.consume(bytes, into: &$0) }
        return assembly.table.received > before
    }

    /// Takes up a last line without an end.
    ///
    /// - Returns: whether the run has gained any value.
    public func finish() -> Bool {
        let before = assembly.table.received
        assembly.withTable { parser.finish(into: &$0) }
        return assembly.table.received > before
    }

    /// The run as far as it has been read.
    ///
    /// - Throws: ``/BallastCore/BallastError`` of kind `badInput` where the output has no loss, or
    ///   leaves a doubt which one it is.
    public func log() throws(BallastError) -> ForeignLog? {
        try assembly.logs().first
    }
}
