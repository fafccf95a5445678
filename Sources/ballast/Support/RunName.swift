#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Names for run directories.
enum RunName {
    /// `runs/DATE-MODEL`, with a number behind it where that is taken; signs of the model's that
    /// shells or other systems take for their own become dashes.
    static func unused(model: String) -> String {
        let plain = String(model.map { ":,=".contains($0) ? "-" : $0 })
        let base = "runs/\(Clock.stamp())-\(plain)"
        var path = base
        var number = 2
        while access(path, F_OK) == 0 {
            path = "\(base)-\(number)"
            number += 1
        }
        return path
    }
}
