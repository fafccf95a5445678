import FoundationEssentials

/// The largest memory that this process has held at once.
enum PeakMemory {
    /// The kernel's high-water mark, in bytes; 0 where it keeps none.
    static func bytes() -> Int {
        guard let data = FileManager.default.contents(atPath: "/proc/self/status") else { return 0 }
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n")
        where line.hasPrefix("VmHWM:") {
            let digits = line.filter(\.isNumber)
            return (Int(digits) ?? 0) * 1024
        }
        return 0
    }
}
