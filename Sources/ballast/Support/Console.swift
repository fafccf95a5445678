import Ballast

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Standard output carries the answer, standard error everything else.
enum Console {
    /// Text for a person.
    static func output(_ text: String) {
        output(exactly: TerminalStyle.detected(fileDescriptor: STDOUT_FILENO).spelled(text))
    }

    /// What a program reads, or a path.
    static func output(exactly text: String) {
        write(text, to: STDOUT_FILENO)
    }

    /// One JSON object on a line of its own.
    static func output(json value: some Encodable) throws {
        let bytes = try JSONCoding.encode(value)
        output(exactly: String(decoding: bytes, as: UTF8.self) + "\n")
    }

    static func error(_ text: String) {
        write(
            TerminalStyle.detected(fileDescriptor: STDERR_FILENO).spelled(text), to: STDERR_FILENO)
    }

    private static func write(_ text: String, to descriptor: Int32) {
        pass(Array(text.utf8)[...], to: descriptor)
    }

    /// Writes bytes as they are.
    static func pass(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) {
        var position = bytes.startIndex
        while position < bytes.endIndex {
            let written = bytes[position...].withUnsafeBytes { writeBytes(descriptor, $0) }
            if written < 0 && errno == EINTR { continue }
            // A reader that went away is no reason to stop a training.
            guard written > 0 else { return }
            position += written
        }
    }
}

/// The system's `write`, under a name that the type's own method does not hide.
private func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
