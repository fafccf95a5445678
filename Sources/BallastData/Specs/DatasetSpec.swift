import BallastCore

/// What `--data SPEC` names: a built-in or installed data set, or files of one's own, and options.
///
/// The forms are `shapes7[:key=value,…]` (keys in ``Shapes7Recipe/Key``),
/// `fashion-mnist[:CLASSES]`, where the classes are numbers and ranges such as `0-6` or `0,3,5-7`,
/// `idx:DIR`, `cifar10:DIR`, `cifar100:DIR`, and `folder:DIR[,key=value,…]` (keys in
/// ``FolderRecipe/Key``). A comma within a folder's name or a value is written `\,`.
public struct DatasetSpec: Hashable, Sendable {
    public enum Source: Hashable, Sendable {
        case shapes7(Shapes7Recipe)
        /// - Parameter classes: the classes kept, ascending; they get the labels 0, 1, ….
        case fashionMNIST(classes: [Int])
        case idx(directory: String)
        case cifar(CIFAR.Variant, directory: String)
        case folder(FolderRecipe)
    }

    public let source: Source

    public init(_ source: Source) {
        self.source = source
    }

    /// Whether the specification asks for images to be held out for validation.
    public var holdsOutByItself: Bool {
        if case .folder(let recipe) = source { recipe.asksForSplit } else { false }
    }

    /// The names that ``init(parsing:option:)`` knows.
    public static let names = ["shapes7", "fashion-mnist", "idx", "cifar10", "cifar100", "folder"]
}

extension DatasetSpec: CustomStringConvertible {
    /// The shortest text that parses to this specification.
    public var description: String {
        switch source {
        case .shapes7(let recipe):
            let settings = recipe.settings
            return settings.isEmpty ? "shapes7" : "shapes7:\(settings.joined(separator: ","))"
        case .fashionMNIST(let classes):
            guard classes != FashionMNIST.allClasses else { return "fashion-mnist" }
            return "fashion-mnist:\(classes.map(String.init).joined(separator: ","))"
        case .idx(let directory): return "idx:\(SpecArguments.escaped(directory))"
        case .cifar(let variant, let directory):
            return "\(variant.rawValue):\(SpecArguments.escaped(directory))"
        case .folder(let recipe):
            let parts = [recipe.directory] + recipe.settings
            return "folder:\(parts.map(SpecArguments.escaped).joined(separator: ","))"
        }
    }
}
