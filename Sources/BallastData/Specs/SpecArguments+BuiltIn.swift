import BallastCore

extension SpecArguments {
    /// Reads `key=value,…` into a recipe.
    func shapes7Recipe() throws(BallastError) -> Shapes7Recipe {
        var recipe = Shapes7Recipe()
        let known = Shapes7Recipe.Key.allCases.map { (key: $0.rawValue, domain: $0.domain) }
        try forEachSetting(of: items(), known: known) { name, value in
            Shapes7Recipe.Key(rawValue: name).map { recipe.set($0, to: value) } ?? false
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

    private var classList: String {
        let names = FashionMNIST.classNames.enumerated().map { "\($0.offset) \($0.element)" }
        return "Name at least two classes, as in '\(dataset):0-6' or '\(dataset):0,3,5'; "
            + "there are \(names.joined(separator: ", "))."
    }
}
