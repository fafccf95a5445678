/// What `folder:DIR[,key=value,…]` asks for.
public struct FolderRecipe: Hashable, Sendable {
    public var directory: String
    /// The share held out for validation; `nil` leaves that to the folder and to the run.
    public var validation: Double?
    /// A regular expression over a file's path below its class folder. Images with the same first
    /// capture (the whole match where it captures nothing) stay together.
    public var group: String?
    /// What the split is drawn from; `nil`: the seed of the run.
    public var seed: UInt64?
    /// Height and width; `nil`: the images' own.
    public var size: Int?
    /// 3 (RGB) or 1 (grey).
    public var channels = 3

    public init(directory: String) {
        self.directory = directory
    }

    /// The share held out where none is given.
    public static let standardValidation = 0.15

    /// Whether the recipe itself asks for a part to be held out.
    var asksForSplit: Bool { validation != nil || group != nil || seed != nil }
}
