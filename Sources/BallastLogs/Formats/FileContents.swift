/// How the bytes of a file are to be read.
enum FileContents: Equatable {
    case tensorboard
    case delimited(UInt8)
    case jsonLines, jsonDocument, text
    /// The journal of a run of Ballast.
    case ballastEvents
    case mlflowMetric
}
