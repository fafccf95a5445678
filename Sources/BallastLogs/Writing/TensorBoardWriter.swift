import BallastCore
import CKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Writes an event file that TensorBoard shows: scalars, histograms and text over steps.
///
/// Records are collected and handed to the system in blocks; ``flush()`` sends what is left. Each
/// writer begins a file of its own, as TensorBoard expects of a process.
///
/// Source: `tensorflow/core/util/event.proto` and `summary.proto` for the messages, TFRecord for
/// what surrounds them.
public final class TensorBoardWriter {
    private let path: String
    private let descriptor: Int32
    private var pending: [UInt8] = []

    /// A block that is worth a call of the system.
    private static let blockLength = 1 << 16

    /// Makes the directory where it is missing, and a new event file in it.
    ///
    /// - Parameters:
    ///   - time: seconds since 1970, part of the file's name.
    ///   - firstStep: the first step to come; what earlier files say of it and of later ones is
    ///     then void.
    /// - Throws: ``/BallastCore/BallastError`` of kind `cannotWrite`.
    public init(directory: String, time: Double, firstStep: Int? = nil) throws(BallastError) {
        if mkdir(directory, 0o755) != 0, errno != EEXIST {
            throw Self.failure(directory, errno)
        }
        let stem = "\(directory)/events.out.tfevents.\(Int(time)).ballast.\(getpid())"
        var (number, opened, path) = (0, Int32(-1), "")
        repeat {
            path = "\(stem).\(number)"
            opened = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
            number += 1
        } while opened < 0 && errno == EEXIST
        guard opened >= 0 else { throw Self.failure(path, errno) }
        descriptor = opened
        self.path = path
        var version = ProtobufMessage()
        version.write(time, field: Field.wallTime)
        version.write("brain.Event:2", field: Field.fileVersion)
        append(version)
        if let firstStep { restart(at: firstStep, time: time) }
    }

    deinit {
        try? flush()
        close(descriptor)
    }

    /// The fields of `Event`, `Summary.Value` and `HistogramProto`.
    private enum Field {
        static let wallTime: UInt64 = 1
        static let step: UInt64 = 2
        static let fileVersion: UInt64 = 3
        static let summary: UInt64 = 5
        static let sessionLog: UInt64 = 7
        static let value: UInt64 = 1
        static let tag: UInt64 = 1
        static let simpleValue: UInt64 = 2
        static let histogram: UInt64 = 5
        static let tensor: UInt64 = 8
        static let metadata: UInt64 = 9
    }

    /// One number; not a number and infinities are shown as such.
    public func scalar(_ tag: String, _ value: Double, step: Int, time: Double) {
        var entry = ProtobufMessage()
        entry.write(tag, field: Field.tag)
        entry.write(Float(value), field: Field.simpleValue)
        append(entry, step, time)
    }

    public func histogram(_ tag: String, _ histogram: ValueHistogram, step: Int, time: Double) {
        guard histogram.count > 0 else { return }
        var values = ProtobufMessage()
        values.write(histogram.minimum, field: 1)
        values.write(histogram.maximum, field: 2)
        values.write(Double(histogram.count), field: 3)
        values.write(histogram.sum, field: 4)
        values.write(histogram.sumOfSquares, field: 5)
        values.write(histogram.limits, field: 6)
        values.write(histogram.counts, field: 7)
        var entry = ProtobufMessage()
        entry.write(tag, field: Field.tag)
        entry.write(values, field: Field.histogram)
        append(entry, step, time)
    }

    /// Text in Markdown, for the plug-in of that name.
    public func text(_ tag: String, _ text: String, step: Int, time: Double) {
        var size = ProtobufMessage()
        size.write(1, field: 1)
        var shape = ProtobufMessage()
        shape.write(size, field: 2)
        var tensor = ProtobufMessage()
        tensor.write(7, field: 1)  // DT_STRING
        tensor.write(shape, field: 2)
        tensor.write(text, field: 8)
        var plugin = ProtobufMessage()
        plugin.write("text", field: 1)
        var metadata = ProtobufMessage()
        metadata.write(plugin, field: 1)
        var entry = ProtobufMessage()
        entry.write(tag, field: Field.tag)
        entry.write(tensor, field: Field.tensor)
        entry.write(metadata, field: Field.metadata)
        append(entry, step, time)
    }

    /// Says that a course begins anew: what was written of this step and of later ones is void.
    public func restart(at step: Int, time: Double) {
        var log = ProtobufMessage()
        log.write(1, field: 1)  // SessionLog.START
        var event = ProtobufMessage()
        event.write(time, field: Field.wallTime)
        event.write(step, field: Field.step)
        event.write(log, field: Field.sessionLog)
        append(event)
    }

    /// Hands everything to the system.
    ///
    /// - Throws: ``/BallastCore/BallastError`` of kind `cannotWrite`; what could not be written is
    ///   dropped.
    public func flush() throws(BallastError) {
        defer { pending.removeAll(keepingCapacity: true) }
        var done = 0
        while done < pending.count {
            let count = pending.withUnsafeBytes {
                write(descriptor, $0.baseAddress?.advanced(by: done), pending.count - done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure(path, errno) }
            done += count
        }
    }

    /// Whether so much is waiting that it should be flushed.
    public var isFull: Bool { pending.count >= Self.blockLength }

    private func append(_ entry: ProtobufMessage, _ step: Int, _ time: Double) {
        var summary = ProtobufMessage()
        summary.write(entry, field: Field.value)
        var event = ProtobufMessage()
        event.write(time, field: Field.wallTime)
        event.write(step, field: Field.step)
        event.write(summary, field: Field.summary)
        append(event)
    }

    /// A record: length, its checksum, the bytes, their checksum.
    private func append(_ event: ProtobufMessage) {
        let start = pending.count
        withUnsafeBytes(of: UInt64(event.bytes.count).littleEndian) { pending += $0 }
        appendChecksum(of: start..<pending.count)
        let body = pending.count
        pending += event.bytes
        appendChecksum(of: body..<pending.count)
    }

    private func appendChecksum(of range: Range<Int>) {
        let crc = pending.withUnsafeBytes { bytes in
            bk_crc32c(bytes.baseAddress?.advanced(by: range.lowerBound), range.count)
        }
        let masked = (crc >> 15 | crc << 17) &+ 0xa282_ead8
        withUnsafeBytes(of: masked.littleEndian) { pending += $0 }
    }

    private static func failure(_ path: String, _ code: Int32) -> BallastError {
        BallastError(
            .cannotWrite, "cannot write: \(String(cString: strerror(code)))", at: path,
            mend: "Free some space and check the permissions of the folder.")
    }
}
