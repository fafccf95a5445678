#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Ends the process for a fault of Ballast itself, with its reason on standard error, which
/// `preconditionFailure` leaves out of release builds.
public func fault(_ reason: String, file: StaticString = #fileID, line: UInt = #line) -> Never {
    let text = "ballast: internal fault: \(reason) (\(file):\(line))\n"
    _ = text.withCString { write(2, $0, strlen($0)) }
    abort()
}
