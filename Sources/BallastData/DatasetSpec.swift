import BallastCore

/// What `--data SPEC` names: a built-in or installed data set and its parameters.
///
/// The forms are `shapes7[:key=value,…]` (keys in ``Shapes7Recipe/Key``) and
/// `fashion-mnist[:CLASSES]`, where the classes are numbers and ranges such as `0-6` or `0,3,5-7`.
public struct DatasetSpec: Hashable, Sendable {
    public enum Source: Hashable, Sendable {
        case shapes7(Shapes7Recipe)
        /// - Parameter classes: the classes kept, ascending; they get the labels 0, 1, ….
        case fashionMNIST(classes: [Int])
    }

    public let source: Source

    public init(_ source: Source) {
        self.source = source
    }

    /// The names that ``init(parsing:option:)`` knows.
    public static let names = ["shapes7", "fashion-mnist"]
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
        }
    }
}
