import BallastCore

/// What follows the colon of a data specification, and the errors that name it.
struct SpecArguments {
    let dataset: String
    /// `nil` where there is no colon.
    let text: String?
    let option: String

    /// Reads `key=value,…` into a recipe.
    func shapes7Recipe() throws(BallastError) -> Shapes7Recipe {
        var recipe = Shapes7Recipe()
        var seen: Set<String> = []
        for item in try items() {
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else {
                throw usage("'\(item)' is not of the form key=value", mend: keyList)
            }
            let name = String(pair[0])
            guard let key = Shapes7Recipe.Key(rawValue: name) else {
                let known = Shapes7Recipe.Key.allCases.map(\.rawValue)
                throw usage(
                    "\(dataset) has no key '\(name)'",
                    mend: NameSuggestion.mend(for: name, among: known, kind: "keys"))
            }
            guard seen.insert(name).inserted else {
                throw usage("the key '\(name)' is given twice", mend: "Give each key once.")
            }
            guard recipe.set(key, to: String(pair[1])) else {
                throw usage(
                    "'\(pair[1])' is no value for \(dataset)'s key '\(name)'",
                    mend: "'\(name)' takes \(key.domain).")
            }
        }
        guard recipe.byteCount <= Shapes7Recipe.byteLimit else {
            throw usage(
                "\(dataset) would take \(recipe.byteCount >> 30) GiB of memory",
                mend: "Ask for fewer or smaller images; the limit is "
                    + "\(Shapes7Recipe.byteLimit >> 30) GiB.")
        }
        return recipe
    }

    /// Reads `0-6` or `0,3,5` into ascending classes of Fashion-MNIST.
    func classes() throws(BallastError) -> [Int] {
        guard text != nil else { return FashionMNIST.allClasses }
        var classes: [Int] = []
        for item in try items() {
            let bounds = item.split(separator: "-", omittingEmptySubsequences: false)
            let numbers = bounds.compactMap { Int($0) }
            guard numbers.count == bounds.count, numbers.count <= 2, let low = numbers.first,
                let high = numbers.last, low <= high
            else {
                throw usage("'\(item)' is neither a class nor a range of classes", mend: classList)
            }
            for number in [low, high] where !FashionMNIST.allClasses.contains(number) {
                throw usage("\(dataset) has no class \(number)", mend: classList)
            }
            classes += low...high
        }
        guard Set(classes).count == classes.count else {
            throw usage("a class is named twice in '\(text ?? "")'", mend: "Name each class once.")
        }
        guard classes.count > 1 else {
            throw usage("one class leaves nothing to tell apart", mend: classList)
        }
        return classes.sorted()
    }

    private func items() throws(BallastError) -> [Substring] {
        guard let text else { return [] }
        let items = text.split(separator: ",", omittingEmptySubsequences: false)
        guard items.allSatisfy({ !$0.isEmpty }) else {
            throw usage(
                "'\(dataset):\(text)' has an empty part",
                mend: "Leave out the colon, or separate the parts with single commas.")
        }
        return items
    }

    private var keyList: String {
        "Known keys: \(Shapes7Recipe.Key.allCases.map(\.rawValue).joined(separator: ", "))."
    }

    private var classList: String {
        let names = FashionMNIST.classNames.enumerated().map { "\($0.offset) \($0.element)" }
        return "Name at least two classes, as in '\(dataset):0-6' or '\(dataset):0,3,5'; "
            + "there are \(names.joined(separator: ", "))."
    }

    private func usage(_ what: String, mend: String) -> BallastError {
        BallastError(.usage, what, at: option, mend: mend)
    }
}
