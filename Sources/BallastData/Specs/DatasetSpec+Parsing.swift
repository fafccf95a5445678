import BallastCore

extension DatasetSpec {
    /// Reads a specification.
    ///
    /// - Parameter option: the option that errors name, such as `--validation-data`.
    /// - Throws: ``BallastError`` of kind `usage` for an unknown name or key and for a value that
    ///   is malformed or out of range, with what exists instead.
    public init(parsing text: String, option: String = "--data") throws(BallastError) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        let arguments = parts.count > 1 ? String(parts[1]) : nil
        let parser = SpecArguments(dataset: name, text: arguments, option: option)
        switch name {
        case "shapes7": source = .shapes7(try parser.shapes7Recipe())
        case "fashion-mnist": source = .fashionMNIST(classes: try parser.classes())
        case "idx": source = .idx(directory: try parser.directory())
        case "cifar10": source = .cifar(.ten, directory: try parser.directory())
        case "cifar100": source = .cifar(.hundred, directory: try parser.directory())
        case "folder": source = .folder(try parser.folderRecipe())
        default:
            throw BallastError(
                .usage, "there is no data set '\(name)'", at: option,
                mend: NameSuggestion.mend(for: name, among: Self.names, kind: "data sets"))
        }
    }
}
