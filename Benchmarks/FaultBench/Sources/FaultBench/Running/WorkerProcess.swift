import Ballast

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// This program once more, with the same arguments and a number.
struct WorkerProcess {
    private let identifier: pid_t

    init(number: Int) throws {
        let arguments = CommandLine.arguments + ["--worker", "\(number)"]
        var pointers = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var environment = Self.environment.map { strdup($0) } + [nil]
        defer { for pointer in environment { free(pointer) } }
        var child = pid_t()
        let status = posix_spawn(
            &child, "/proc/self/exe", nil, nil, &pointers, &environment)
        guard status == 0 else {
            throw BallastError(.unsupported, "no process could be started", at: arguments[0])
        }
        identifier = child
    }

    /// One thread for whatever asks OpenMP.
    private static var environment: [String] {
        var all = ["OMP_NUM_THREADS=1"]
        var next = environ
        while let variable = next.pointee {
            let text = String(cString: variable)
            if !text.hasPrefix("OMP_NUM_THREADS=") { all.append(text) }
            next += 1
        }
        return all
    }

    /// Whether the process has ended.
    var hasEnded: Bool {
        var status: Int32 = 0
        return waitpid(identifier, &status, WNOHANG) != 0
    }

    /// The process that started this one; another one once that is gone.
    static var parent: pid_t { getppid() }
}
