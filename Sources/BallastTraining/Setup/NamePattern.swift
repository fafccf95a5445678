import BallastCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Shell patterns over parameter names, separated by commas: `conv1.*,layer1.*`.
public struct NamePattern: Sendable {
    private let patterns: [String]

    public init(_ text: String) {
        patterns = text.split(separator: ",").map(String.init)
    }

    public func matches(_ name: String) -> Bool {
        patterns.contains { fnmatch($0, name, 0) == 0 }
    }
}
