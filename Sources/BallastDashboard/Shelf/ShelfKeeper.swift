import BallastCore
import BallastLogs

/// Finds the runs below a folder, reads them as they grow, and lets go of those that nobody looks
/// at, so that memory does not grow with the time of watching.
struct ShelfKeeper {
    private let enclosure: Enclosure
    private let options: LogOptions
    private let clock: @Sendable () -> Double
    private var readers: [any RunReader] = []
    private var searching = Pace()
    private var trimming = Pace(share: 0.005)
    private var nextSearch = 0.0
    private var shelved: [RunKey: ShelvedRun] = [:]
    private var owners: [RunKey: String] = [:]
    private var wantedUntil: [String: Double] = [:]
    private var view = ShelfView()

    /// How many runs are held whole at once.
    static let mostHeld = 16
    /// For so many seconds a run that grew, or that somebody looked at, is held.
    private static let holding = 60.0
    private static let secondsBetweenSearches = 1.0
    private static let secondsBetweenViews = 0.1
    /// What is read of journals in one look: a long one is shown in part while it is read.
    private static let bytesPerLook = 1 << 26

    init(
        _ enclosure: Enclosure, options: LogOptions, clock: @escaping @Sendable () -> Double
    ) {
        self.enclosure = enclosure
        var options = options
        options.staysInside = true
        self.options = options
        self.clock = clock
    }

    /// Looks at everything once, and hands over views as it goes.
    ///
    /// - Parameters:
    ///   - number: counts the looks.
    ///   - wanted: the runs that somebody looks at.
    ///   - publish: takes what there is so far.
    /// - Returns: whether everything was read to its end.
    mutating func look(
        _ number: Int, wanted: Set<RunKey>, publish: (ShelfView) -> Void
    ) -> Bool {
        let now = clock()
        search(now)
        arrange()
        publish(view)
        for key in wanted {
            if let path = owners[key] { wantedUntil[path] = now + Self.holding }
        }
        let wantedPaths = Set(wanted.compactMap { owners[$0] })
        let order =
            readers.filter { wantedPaths.contains($0.path) }
            + readers.filter { !wantedPaths.contains($0.path) }
        var held = readers.count(where: \.isHeld)
        var budget = Self.bytesPerLook
        var isCaughtUp = true
        pass(order, publish) { reader in
            guard budget > 0 else {
                isCaughtUp = false
                return false
            }
            let wasHeld = reader.isHeld
            let isWanted = wantedPaths.contains(reader.path)
            let isChanged = reader.read(now: now, isWanted: isWanted, budget: &budget)
            if reader.isHeld, !wasHeld { held += 1 }
            if reader.isBehind {
                isCaughtUp = false
                return isChanged
            }
            // So that a first look at very many runs does not hold them all at once.
            if held > 4 * Self.mostHeld, !wasHeld, !isWanted {
                _ = reader.judge(now: now)
                reader.rest()
                held -= 1
            }
            return isChanged
        }
        if isCaughtUp, !view.isComplete {
            view.isComplete = true
            view.revision += 1
        }
        view.isCaughtUp = isCaughtUp
        view.looks = number
        publish(view)
        guard isCaughtUp else { return false }
        pass(order.filter(\.isJudgeable), publish) { $0.judge(now: now) }
        release(now, wantedPaths)
        publish(view)
        trim()
        return true
    }

    private mutating func trim() {
        let start = clock()
        guard trimming.isDue(start) else { return }
        FreedMemory.giveBack()
        trimming.note(from: start, to: clock())
    }

    /// Does something with each source, and shows the changes as they come.
    private mutating func pass(
        _ order: [any RunReader], _ publish: (ShelfView) -> Void, _ work: (any RunReader) -> Bool
    ) {
        var shown = clock()
        for reader in order where work(reader) {
            take(reader)
            let time = clock()
            guard time - shown > Self.secondsBetweenViews else { continue }
            shown = time
            arrange()
            publish(view)
        }
        arrange()
    }

    /// Finds new sources and lets go of those that went away.
    private mutating func search(_ now: Double) {
        guard now >= nextSearch, searching.isDue(now) else { return }
        defer {
            searching.note(from: now, to: clock())
            nextSearch = clock() + Self.secondsBetweenSearches
        }
        var survey = LogSurvey()
        let (oldTrouble, wasCut) = (view.trouble, view.isCut)
        view.trouble = nil
        do {
            survey = try LogReader(options: options).survey(enclosure.path)
        } catch {
            view.trouble = JournalReader.message(error, enclosure)
        }
        view.isCut = survey.isCut
        if view.trouble != oldTrouble || view.isCut != wasCut { view.revision += 1 }
        let known = Dictionary(readers.map { ($0.path, $0) }, uniquingKeysWith: { one, _ in one })
        let journals = survey.ballastRuns.map { path -> any RunReader in
            known[path] as? JournalReader ?? JournalReader(path, enclosure, clock: clock)
        }
        let logs = survey.sources.map { source -> any RunReader in
            guard let reader = known[source.path] as? LogRunReader else {
                return LogRunReader(source, enclosure, options: options, clock: clock)
            }
            reader.join(source)
            return reader
        }
        readers = journals + logs
        for case let reader as JournalReader in journals where known[reader.path] == nil {
            reader.announce(now: now)
            take(reader)
        }
        let paths = Set(readers.map(\.path))
        for (key, path) in owners where !paths.contains(path) { remove(key) }
        wantedUntil = wantedUntil.filter { paths.contains($0.key) }
    }

    /// Takes up what a reader has now.
    private mutating func take(_ reader: any RunReader) {
        let place = enclosure.place(of: reader.path)
        var keys: Set<RunKey> = []
        for read in reader.runs {
            let key = RunKey(place: place, name: read.summary.name)
            keys.insert(key)
            view.revision += 1
            shelved[key] = ShelvedRun(
                key: key, summary: read.summary, detail: read.detail, revision: view.revision)
            owners[key] = reader.path
        }
        for (key, path) in owners where path == reader.path && !keys.contains(key) { remove(key) }
    }

    private mutating func remove(_ key: RunKey) {
        view.revision += 1
        shelved[key] = nil
        owners[key] = nil
    }

    private mutating func arrange() {
        view.runs = shelved.values.sorted {
            if $0.summary.changed != $1.summary.changed {
                return $0.summary.changed > $1.summary.changed
            }
            return $0.key.text < $1.key.text
        }
        let passedOver = readers.compactMap { reader in
            (reader as? LogRunReader)?.trouble.map { (enclosure.place(of: reader.path), $0) }
        }
        if !passedOver.elementsEqual(view.passedOver, by: ==) { view.revision += 1 }
        view.passedOver = passedOver
    }

    /// Lets go of what nobody looks at and what does not grow.
    private mutating func release(_ now: Double, _ wanted: Set<String>) {
        let changed = Dictionary(
            shelved.values.compactMap { run in
                owners[run.key].map { ($0, run.summary.changed) }
            }, uniquingKeysWith: { max($0, $1) })
        let use = { [wantedUntil] (path: String) in
            max(wantedUntil[path] ?? 0, (changed[path] ?? 0) + Self.holding)
        }
        let held = readers.filter { $0.isHeld && !wanted.contains($0.path) && !$0.isJudgeable }
            .sorted { use($0.path) > use($1.path) }
        for (index, reader) in held.enumerated()
        where index >= Self.mostHeld - wanted.count || use(reader.path) < now {
            reader.rest()
            for (key, path) in owners where path == reader.path { shelved[key]?.detail = nil }
        }
        arrange()
    }
}
