extension FolderRecipe {
    /// The keys of `folder:DIR,key=value,…`.
    public enum Key: String, CaseIterable, Sendable {
        case validation, group, seed, size, channels

        /// The values that the key takes, in words.
        var domain: String {
            switch self {
            case .validation: "a share above 0 and below 1, such as 0.2"
            case .group: "a regular expression, such as ^[^_]+ for what stands before '_'"
            case .seed: "a whole number that is not negative"
            case .size:
                "a size in pixels from \(DatasetSpec.imageSizes.lowerBound) to "
                    + "\(DatasetSpec.imageSizes.upperBound)"
            case .channels: "3 (RGB) or 1 (grey)"
            }
        }
    }

    /// Sets one key from text; `false` where the text is no value of the key's domain.
    mutating func set(_ key: Key, to text: String) -> Bool {
        switch key {
        case .validation:
            guard let share = Double(text), share > 0, share < 1 else { return false }
            validation = share
        case .group:
            guard (try? Regex(text)) != nil else { return false }
            group = text
        case .seed:
            guard let number = UInt64(text) else { return false }
            seed = number
        case .size:
            guard let pixels = Int(text), DatasetSpec.imageSizes.contains(pixels) else {
                return false
            }
            size = pixels
        case .channels:
            return SpecArguments.assign(Int(text), to: &channels) { $0 == 1 || $0 == 3 }
        }
        return true
    }

    /// `key=value` for every key that differs from its default, in the order of ``Key``.
    var settings: [String] {
        let values: [(Key, String?)] = [
            (.validation, validation.map { "\($0)" }), (.group, group),
            (.seed, seed.map { "\($0)" }), (.size, size.map { "\($0)" }),
            (.channels, channels == 3 ? nil : "\(channels)"),
        ]
        return values.compactMap { key, value in value.map { "\(key.rawValue)=\($0)" } }
    }
}
