import Ballast

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A command that runs as if it were not watched: what it writes goes on unchanged and at once, to
/// a terminal as to a terminal, and a copy of it is read.
final class WrappedCommand {
    private let child: ChildProcess
    /// What is read from, and where that goes on to.
    private var streams: [(source: Int32, target: Int32)]
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    /// - Throws: ``BallastError`` where the command cannot be started.
    init(_ arguments: [String]) throws {
        let channels = try [STDOUT_FILENO, STDERR_FILENO].map(Channel.init)
        // A program that writes to a pipe often keeps its lines back; Python can be told not to.
        setenv("PYTHONUNBUFFERED", "1", 0)
        defer { for channel in channels { close(channel.childEnd) } }
        child = try ChildProcess(
            arguments, output: channels[0].childEnd, error: channels[1].childEnd)
        streams = channels.map { ($0.ownEnd, $0.target) }
    }

    /// One stream between the command and this process.
    private struct Channel {
        let ownEnd: Int32
        let childEnd: Int32
        let target: Int32

        init(_ target: Int32) throws {
            self.target = target
            var (own, other) = (Int32(-1), Int32(-1))
            if isatty(target) == 1 {
                var settings = termios()
                tcgetattr(target, &settings)
                // The terminal itself turns ends of lines into what it needs.
                settings.c_oflag &= ~tcflag_t(OPOST)
                var size = winsize()
                _ = ioctl(target, UInt(TIOCGWINSZ), &size)
                guard openpty(&own, &other, nil, &settings, &size) == 0 else {
                    throw Self.failure()
                }
            } else {
                var ends: [Int32] = [-1, -1]
                guard pipe(&ends) == 0 else { throw Self.failure() }
                (own, other) = (ends[0], ends[1])
            }
            (ownEnd, childEnd) = (own, other)
            for end in [own, other] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        }

        private static func failure() -> BallastError {
            BallastError(
                .unsupported,
                "the command's output cannot be read: \(String(cString: strerror(errno)))")
        }
    }

    /// Sends it a signal.
    func send(_ signal: Int32) { child.send(signal) }

    /// What came of a wait for output.
    enum Flow {
        case some
        case none
        /// There will be none any more.
        case closed
    }

    /// Passes on what the command writes within some milliseconds.
    ///
    /// - Parameter body: sees what was written.
    func pump(milliseconds: Int32, _ body: (ArraySlice<UInt8>) -> Void) -> Flow {
        guard !streams.isEmpty else {
            usleep(UInt32(milliseconds) * 1000)
            return .closed
        }
        var polled = streams.map { pollfd(fd: $0.source, events: Int16(POLLIN), revents: 0) }
        guard poll(&polled, nfds_t(polled.count), milliseconds) > 0 else { return .none }
        for entry in polled where entry.revents != 0 {
            guard let place = streams.firstIndex(where: { $0.source == entry.fd }) else { continue }
            let count = read(entry.fd, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                close(entry.fd)
                streams.remove(at: place)
                continue
            }
            Console.pass(buffer[..<count], to: streams[place].target)
            body(buffer[..<count])
        }
        return .some
    }

    /// Its exit status; nil while it runs.
    func statusIfEnded() -> Int32? { child.statusIfEnded() }
}
