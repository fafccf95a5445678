import Ballast

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A program that was started from here, with signals as a shell would give it.
struct ChildProcess {
    let identifier: pid_t

    /// Starts a program, which is looked for in PATH.
    ///
    /// - Parameters:
    ///   - input: becomes its standard input; nil: that of this process. Likewise the others.
    /// - Throws: ``BallastError`` of kind `notFound` where it cannot be started.
    init(
        _ arguments: [String], input: Int32? = nil, output: Int32? = nil, error: Int32? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (target, source) in [
            (STDIN_FILENO, input), (STDOUT_FILENO, output),
            (STDERR_FILENO, error),
        ] {
            if let source { posix_spawn_file_actions_adddup2(&actions, source, target) }
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var words = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var identifier = pid_t()
        let status = posix_spawnp(
            &identifier, arguments[0], &actions, &attributes, &words, environ)
        guard status == 0 else {
            throw BallastError(
                .notFound, "cannot be started: \(String(cString: strerror(status)))",
                at: arguments[0], mend: "Check the name of the command and its permissions.")
        }
        self.identifier = identifier
    }

    /// Its exit status, 128 and the signal's number where a signal ended it; nil while it runs.
    func statusIfEnded() -> Int32? { status(WNOHANG) }

    /// Waits for its end.
    func wait() -> Int32 {
        while true {
            if let status = status(0) { return status }
        }
    }

    func send(_ signal: Int32) { kill(identifier, signal) }

    private func status(_ options: Int32) -> Int32? {
        var status: Int32 = 0
        let result = waitpid(identifier, &status, options)
        guard result == identifier else { return nil }
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
}
