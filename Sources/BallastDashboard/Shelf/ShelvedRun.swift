/// One run as it was read last.
struct ShelvedRun: Sendable {
    let key: RunKey
    var summary: RunSummary
    /// What its page needs; nil while nobody looks at it.
    var detail: RunDetail?
    /// Grows with each change of what is shown.
    var revision: Int
}
