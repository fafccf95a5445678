/// One run as a reader has it.
struct ReadRun {
    var summary: RunSummary
    var detail: RunDetail?
}
