/// The answer of `ballast diagnose`, as it stands in `diagnosis.json`.
public struct Diagnosis: Codable, Hashable, Sendable {
    public static let currentSchema = 1

    public var schema = Self.currentSchema
    public var source: RecordSource
    public var health: Health
    public var findings: [Finding]
    /// Best first; excluded ones last.
    public var causes: [CauseReport]
    /// Sentences about the record and about what was done, such as a re-run that was left out.
    public var notes: [String]
    /// The re-runs that the verdicts rest on; empty where none was made.
    public var replays: [ReplaySummary]

    public init(
        source: RecordSource, health: Health, findings: [Finding], causes: [CauseReport],
        notes: [String], replays: [ReplaySummary] = []
    ) {
        self.source = source
        self.health = health
        self.findings = findings
        self.causes = causes
        self.notes = notes
        self.replays = replays
    }

    /// The cause that explains the run best, unless none is at least possible.
    public var leadingCause: CauseReport? { causes.first { $0.verdict > .excluded } }

    /// The causes whose remedies belong together: all that are proven, or else the leading one.
    public var causesToRepair: [CauseReport] {
        let proven = causes.filter { $0.verdict == .proven }
        return proven.isEmpty ? [leadingCause].compactMap { $0 } : proven
    }

    /// The configuration keys to change for the remedies of ``causesToRepair``.
    public var repair: ConfigurationChange { causesToRepair.repair }
}

extension [CauseReport] {
    /// The changes of all remedies; where two touch the same key, the value of the cause that is
    /// named first.
    public var repair: ConfigurationChange {
        reversed().reduce(ConfigurationChange()) { $0.merged(with: $1.remedy.change) }
    }
}
