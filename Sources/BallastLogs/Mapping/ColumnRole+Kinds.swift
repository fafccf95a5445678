extension ColumnRole {
    /// Whether a name says enough to be a header's.
    var isKnown: Bool {
        switch self {
        case .step, .epoch, .channel, .unsure, .test: true
        case .other: false
        }
    }

    /// Whether a name is a candidate for a channel.
    var isChannel: Bool { if case .channel = self { true } else { false } }
}
