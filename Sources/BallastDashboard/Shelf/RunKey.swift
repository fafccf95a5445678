import BallastCore

/// What stands for a run in addresses: sixteen hexadecimal digits.
///
/// It is looked up among the runs that were found, and never becomes part of a path.
struct RunKey: Hashable, Sendable {
    let text: String

    /// - Parameters:
    ///   - place: the run's path below the folder that is served.
    ///   - name: tells apart the runs of one file.
    init(place: String, name: String) {
        var checksum = Checksum()
        checksum.update(place)
        checksum.update("\u{0}")
        checksum.update(name)
        text = checksum.hexadecimal
    }

    /// A key as it came from outside; nil for what cannot be one.
    init?(_ text: some StringProtocol) {
        guard text.utf8.count == 16, text.utf8.allSatisfy(Self.isDigit) else { return nil }
        self.text = String(text)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
