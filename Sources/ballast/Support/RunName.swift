#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Names for run directories.
enum RunName {
    /// `runs/DATE-MODEL`, with a number behind it where that is taken.
    static func unused(model: String) -> String {
        let base = "runs/\(Clock.stamp())-\(model)"
        var path = base
        var number = 2
        while access(path, F_OK) == 0 {
            path = "\(base)-\(number)"
            number += 1
        }
        return path
    }
}
