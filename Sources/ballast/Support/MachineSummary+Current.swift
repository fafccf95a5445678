import Ballast
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension MachineSummary {
    /// This machine; `threads` is the number of its processors until a backend has chosen.
    static func current() -> MachineSummary {
        let cores = ThreadChoice.processors
        return MachineSummary(
            processor: processorName(), cores: cores, threads: cores,
            memoryBytes: sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)),
            operatingSystem: operatingSystemName())
    }

    private static func processorName() -> String {
        value(of: "model name", in: "/proc/cpuinfo", separator: ":") ?? "unknown processor"
    }

    private static func operatingSystemName() -> String {
        let name = value(of: "PRETTY_NAME", in: "/etc/os-release", separator: "=") ?? "Linux"
        let plain = name.filter { $0 != "\"" }
        let kernel = value(of: "", in: "/proc/sys/kernel/osrelease", separator: nil)
        return kernel.map { "\(plain), Linux \($0)" } ?? plain
    }

    /// What stands behind the separator in the first line that begins with `key`.
    private static func value(
        of key: String, in path: String, separator: Character?
    ) -> String? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let text = String(decoding: data, as: UTF8.self)
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(key) }) else {
            return nil
        }
        guard let separator else { return String(line) }
        let parts = line.split(separator: separator, maxSplits: 1)
        guard parts.count == 2 else { return nil }
        return String(parts[1].drop { $0 == " " })
    }
}
