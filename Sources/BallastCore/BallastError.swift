/// A fault that comes from the world rather than from the code: a file, an option, a full disk.
///
/// Every error says what happened, where, and how to mend it; its ``Kind`` decides the exit code.
public struct BallastError: Error, Equatable, Sendable {
    public enum Kind: Sendable, Equatable {
        /// A command line or configuration that cannot be meant (exit 64).
        case usage
        /// Data or a log that cannot be read as what it claims to be (exit 65).
        case badInput
        /// A file or directory that is not there (exit 66).
        case notFound
        /// Output that cannot be written (exit 73).
        case cannotWrite
        /// Something this build or processor cannot do, or a fault of Ballast itself (exit 1).
        case unsupported
    }

    public let kind: Kind
    /// What happened, in one sentence.
    public let what: String
    /// The file, line, option or field at fault.
    public let place: String?
    /// What the person can do about it.
    public let mend: String?

    public init(_ kind: Kind, _ what: String, at place: String? = nil, mend: String? = nil) {
        self.kind = kind
        self.what = what
        self.place = place
        self.mend = mend
    }

    /// The process exit code of the design for this kind of fault.
    public var exitCode: Int32 {
        switch kind {
        case .usage: 64
        case .badInput: 65
        case .notFound: 66
        case .cannotWrite: 73
        case .unsupported: 1
        }
    }
}

extension BallastError: CustomStringConvertible {
    public var description: String {
        var text = place.map { "\($0): " } ?? ""
        text += what
        if let mend { text += "\n  \(mend)" }
        return text
    }
}
