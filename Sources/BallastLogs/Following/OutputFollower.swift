import BallastCore

/// Reads the output of a training program as it comes.
public final class OutputFollower {
    private let assembly: RunAssembly
    private let tail: RunTail
    private var parser = TextLogParser()

    /// - Parameter name: what to call the run, such as the command.
    public init(name: String, options: LogOptions = LogOptions()) {
        let source = LogSource(path: name, name: name, parts: [])
        assembly = RunAssembly(source, options)
        tail = RunTail(assembly)
    }

    /// Takes up the next bytes of the output; a line counts when its end has come.
    ///
    /// - Returns: the points of the run that are new, or nil.
    public func consume(_ bytes: Span<UInt8>) -> LogUpdate? {
        assembly.withTable { parser.consume(bytes, into: &$0) }
        return tail.take().first
    }

    /// Takes up a last line without an end.
    ///
    /// - Returns: the points of the run that are new, or nil.
    public func finish() -> LogUpdate? {
        assembly.withTable { parser.finish(into: &$0) }
        return tail.take().first
    }

    /// The run as far as it has been read.
    ///
    /// - Throws: ``/BallastCore/BallastError`` of kind `badInput` where the output has no loss, or
    ///   leaves a doubt which one it is.
    public func log() throws(BallastError) -> ForeignLog? {
        try assembly.logs().first
    }
}
