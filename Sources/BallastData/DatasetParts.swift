/// The parts that a data specification names.
public struct DatasetParts: Sendable {
    public let train: any ImageDataset
    /// The data's own test part, where it has one.
    public let test: (any ImageDataset)?
    public let spec: DatasetSpec
}
