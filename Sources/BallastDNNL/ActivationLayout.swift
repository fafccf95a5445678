/// The order in which the elements of an activation lie in memory.
public enum ActivationLayout: String, Sendable, CaseIterable {
    /// Height, width, channels.
    case channelsLast
    /// Blocks of 16 channels: channel block, height, width, channel. Tensors whose channels do not
    /// fill blocks stay channels last.
    case blocked
}
