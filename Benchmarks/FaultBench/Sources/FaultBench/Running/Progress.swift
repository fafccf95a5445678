import Ballast
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Shows on standard error how many cases are done, until the workers have ended.
struct Progress {
    let cases: [BenchCase]
    let runner: CaseRunner

    func follow(_ workers: [WorkerProcess]) {
        let start = Seconds.now()
        let before = done
        var running = workers
        var shown = -1
        while !running.isEmpty {
            running.removeAll(where: \.hasEnded)
            let done = done
            if done != shown, done - shown >= 10 || running.isEmpty || shown < 0 {
                show(done, since: before, seconds: Seconds.now() - start)
                shown = done
            }
            usleep(running.isEmpty ? 0 : 500_000)
        }
    }

    private var done: Int {
        cases.count { FileManager.default.fileExists(atPath: runner.path($0)) }
    }

    private func show(_ done: Int, since before: Int, seconds: Double) {
        let made = done - before
        let left = made > 0 ? seconds / Double(made) * Double(cases.count - done) : 0
        let rest = made > 0 ? ", about \(Int(left / 60) + 1) minutes left" : ""
        let line = "\(done) of \(cases.count) cases after \(Int(seconds)) s\(rest)\n"
        line.withCString { _ = write(2, $0, strlen($0)) }
    }
}
