/// The progress of a run as text: on a terminal one line that is rewritten, elsewhere a plain line
/// now and then.
///
/// It writes nothing itself: ``update(done:message:now:)`` returns what is to be written. Time is
/// an argument, in seconds from any origin.
public struct ProgressBar: Sendable {
    public let total: Int
    /// What the line is written to; a terminal's width may change.
    public var style: TerminalStyle
    private let start: Double
    private let startCount: Int
    private var lastTime: Double?
    private var lastCount: Int

    /// Seconds between two rewritings of a terminal's line.
    private static let terminalPause = 0.1
    /// Seconds between two plain lines that are less than a tenth of the whole apart.
    private static let plainPause = 30.0

    /// - Parameters:
    ///   - done: what is done before the start, such as the steps of a resumed run.
    ///   - now: the time of the start.
    public init(total: Int, done: Int = 0, style: TerminalStyle, now: Double) {
        self.total = total
        self.style = style
        start = now
        startCount = done
        lastCount = done
    }

    /// The text to write, or nil where it is too soon for one.
    ///
    /// - Parameter message: such as the loss; cut where the line would not fit.
    public mutating func update(done: Int, message: String, now: Double) -> String? {
        guard isDue(done, now) else { return nil }
        lastTime = now
        lastCount = done
        guard style.isTerminal else {
            return "\(count(done)) \(message)\(pace(done, now))\n"
        }
        return "\r" + line(done, message, now) + "\u{1B}[K"
    }

    /// A terminal's line alone, for one who places it; nil where it is too soon for one.
    public mutating func line(done: Int, message: String, now: Double) -> String? {
        guard isDue(done, now) else { return nil }
        lastTime = now
        lastCount = done
        return line(done, message, now)
    }

    /// What ends the line on a terminal; nothing elsewhere.
    public func finish() -> String {
        style.isTerminal && lastTime != nil ? "\n" : ""
    }

    private func isDue(_ done: Int, _ now: Double) -> Bool {
        guard let lastTime else { return true }
        if done >= total { return done != lastCount }
        if style.isTerminal { return now - lastTime >= Self.terminalPause }
        let tenth = max(1, total / 10)
        return done / tenth > lastCount / tenth || now - lastTime >= Self.plainPause
    }

    /// The bar is shorter, and the message is cut, where there is no room for them.
    private func line(_ done: Int, _ message: String, _ now: Double) -> String {
        let (head, pace) = (count(done) + " ", pace(done, now))
        let room = style.width - 1 - head.count - pace.count
        let columns = [24, 16, 8].first { $0 + 1 + message.count <= room } ?? 8
        let filled = total > 0 ? min(columns, columns * done / total) : columns
        let (full, empty) = style.usesUnicode ? ("█", "░") : ("#", ".")
        let bar =
            style.colored(String(repeating: full, count: filled), .green)
            + style.colored(String(repeating: empty, count: columns - filled), .faint)
        let tail = " \(head)\(message.prefix(max(0, room - columns - 1)))\(pace)"
        return bar + tail.prefix(max(0, style.width - columns - 1))
    }

    private func count(_ done: Int) -> String {
        let text = String(done)
        let width = String(total).count
        return String(repeating: " ", count: max(0, width - text.count)) + "\(text)/\(total)"
    }

    /// Such as ` · 41.5/s · 0:12 left`.
    private func pace(_ done: Int, _ now: Double) -> String {
        let elapsed = now - start
        let made = done - startCount
        guard made > 0, elapsed > 0 else { return "" }
        let rate = Double(made) / elapsed
        let dot = style.usesUnicode ? "·" : "-"
        let time =
            done >= total
            ? "in \(Self.clock(elapsed))" : "\(Self.clock(Double(total - done) / rate)) left"
        return " \(dot) \(NumberText.short(rate))/s \(dot) \(time)"
    }

    /// Such as `1:02:03` or `0:07`.
    private static func clock(_ seconds: Double) -> String {
        let whole = Int(min(seconds.rounded(.up), 1e9))
        let two = { (part: Int) in part < 10 ? "0\(part)" : "\(part)" }
        let (hours, minutes) = (whole / 3600, whole / 60 % 60)
        return hours > 0
            ? "\(hours):\(two(minutes)):\(two(whole % 60))" : "\(minutes):\(two(whole % 60))"
    }
}
