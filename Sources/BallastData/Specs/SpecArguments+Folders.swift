import BallastCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension SpecArguments {
    /// Reads a folder and nothing else.
    func directory() throws(BallastError) -> String {
        let items = try items()
        guard let first = items.first else { throw missingFolder }
        guard items.count == 1 else {
            throw usage(
                "\(dataset) takes a folder and nothing else, not '\(items[1])'",
                mend: "Write a comma in a folder's name as '\\,'.")
        }
        return Self.expanded(first)
    }

    /// Reads `DIR,key=value,…` into a recipe.
    func folderRecipe() throws(BallastError) -> FolderRecipe {
        let items = try items()
        guard let first = items.first else { throw missingFolder }
        var recipe = FolderRecipe(directory: Self.expanded(first))
        let known = FolderRecipe.Key.allCases.map { (key: $0.rawValue, domain: $0.domain) }
        try forEachSetting(of: items.dropFirst(), known: known) { name, value in
            FolderRecipe.Key(rawValue: name).map { recipe.set($0, to: value) } ?? false
        }
        return recipe
    }

    private var missingFolder: BallastError {
        usage(
            "\(dataset) needs a folder",
            mend: "Write it behind a colon, as in '\(dataset):data/mine'.")
    }

    /// A leading `~/` as the home folder, since a shell leaves it alone behind a colon.
    private static func expanded(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
        return String(cString: home) + path.dropFirst()
    }

    /// A part as ``items()`` reads it.
    static func escaped(_ part: String) -> String {
        part.split(separator: ",", omittingEmptySubsequences: false).joined(separator: "\\,")
    }
}
