/// The parts that a folder may be divided into by folders of its own.
enum FolderPart: CaseIterable {
    case train, validation, test

    /// What the folder of a part may be called, in whatever case.
    var folderNames: [String] {
        switch self {
        case .train: ["train", "training"]
        case .validation: ["val", "valid", "validation"]
        case .test: ["test", "testing"]
        }
    }
}
