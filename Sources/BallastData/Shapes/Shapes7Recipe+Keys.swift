extension Shapes7Recipe {
    /// The keys of `shapes7:key=value,…`.
    public enum Key: String, CaseIterable, Sendable {
        case train, test, size, noise, difficulty, balance, seed

        /// The values that the key takes, in words.
        var domain: String {
            switch self {
            case .train: "a number of images from 7 to 1000000"
            case .test: "a number of images from 0 (no test part) to 1000000"
            case .size:
                "a size in pixels from \(DatasetSpec.imageSizes.lowerBound) to "
                    + "\(DatasetSpec.imageSizes.upperBound)"
            case .noise: "a standard deviation from 0 to 1"
            case .difficulty: "a number from 0 (easy) to 1 (hard)"
            case .balance: "the ratio of the largest to the smallest class, from 1 to 1000"
            case .seed: "a whole number that is not negative"
            }
        }
    }

    /// Sets one key from text; `false` where the text is no value of the key's domain.
    mutating func set(_ key: Key, to text: String) -> Bool {
        switch key {
        case .train:
            SpecArguments.assign(Int(text), to: &trainCount) { (7...1_000_000).contains($0) }
        case .test: SpecArguments.assign(Int(text), to: &testCount) { (0...1_000_000).contains($0) }
        case .size:
            SpecArguments.assign(Int(text), to: &size) { DatasetSpec.imageSizes.contains($0) }
        case .noise: SpecArguments.assign(Float(text), to: &noise) { (0...1).contains($0) }
        case .difficulty:
            SpecArguments.assign(Float(text), to: &difficulty) { (0...1).contains($0) }
        case .balance: SpecArguments.assign(Double(text), to: &balance) { (1...1_000).contains($0) }
        case .seed: SpecArguments.assign(UInt64(text), to: &seed) { _ in true }
        }
    }

    /// `key=value` for every key that differs from its default, in the order of ``Key``.
    var settings: [String] {
        let standard = Shapes7Recipe()
        return Key.allCases.compactMap { key in
            let value = text(of: key)
            return value == standard.text(of: key) ? nil : "\(key.rawValue)=\(value)"
        }
    }

    private func text(of key: Key) -> String {
        switch key {
        case .train: "\(trainCount)"
        case .test: "\(testCount)"
        case .size: "\(size)"
        case .noise: "\(noise)"
        case .difficulty: "\(difficulty)"
        case .balance: "\(balance)"
        case .seed: "\(seed)"
        }
    }
}
