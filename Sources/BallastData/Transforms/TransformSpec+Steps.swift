extension TransformSpec {
    /// The steps of a specification, in the order in which they act.
    enum Step: String, CaseIterable {
        case resize
        case centreCrop = "center-crop"
        case randomCrop = "random-crop"
        case resizedCrop = "random-resized-crop"
        case rotate, flip, jitter, erase

        /// The keys with their values in words. The first may stand without its name.
        var keys: [(key: String, domain: String)] {
            let share = "two numbers above 0 and up to 1, such as 0.1-1"
            let ratio = "two numbers from 0.1 to 10, such as 0.75-1.333"
            switch self {
            case .resize:
                return [
                    (
                        "size",
                        "a size in pixels from \(DatasetSpec.imageSizes.lowerBound) to "
                            + "\(DatasetSpec.imageSizes.upperBound)"
                    ), ("fit", "stretch or cover"),
                ]
            case .centreCrop: return []
            case .randomCrop: return [("padding", "a number of pixels from 0 to 512")]
            case .resizedCrop: return [("scale", share), ("ratio", ratio)]
            case .rotate: return [("degrees", "a number above 0 and up to 180")]
            case .flip: return [("p", "a probability from 0 to 1")]
            case .jitter:
                return ["brightness", "contrast", "saturation"].map {
                    ($0, "a number from 0 to 1")
                } + [("hue", "a number from 0 to 0.5")]
            case .erase:
                return [("p", "a probability from 0 to 1"), ("area", share), ("ratio", ratio)]
            }
        }

        var isCrop: Bool { self == .centreCrop || self == .randomCrop || self == .resizedCrop }
    }

    /// Takes a step up with its defaults.
    mutating func add(_ step: Step) {
        switch step {
        case .resize: resize = Resize(size: 0)
        case .centreCrop: crop = .centre
        case .randomCrop: crop = .random(padding: 0)
        case .resizedCrop: crop = .resized(scale: 0.08...1, ratio: 0.75...Self.widest)
        case .rotate: rotation = 0
        case .flip: flip = 0.5
        case .jitter: jitter = Jitter()
        case .erase: erasing = Erasing()
        }
    }

    /// 4 to 3, as text gives it back.
    private static let widest = 1.3333

    /// Sets one key of a step from text; `false` where the text is no value of its domain.
    mutating func set(_ key: String, of step: Step, to text: String) -> Bool {
        switch step {
        case .resize: return setResize(key, text)
        case .centreCrop: return false
        case .randomCrop:
            guard let padding = Int(text), (0...512).contains(padding) else { return false }
            crop = .random(padding: padding)
        case .resizedCrop: return setResizedCrop(key, text)
        case .rotate:
            guard let degrees = Double(text), degrees > 0, degrees <= 180 else { return false }
            rotation = degrees
        case .flip:
            guard let probability = Self.number(text, in: 0...1) else { return false }
            flip = probability
        case .jitter: return setJitter(key, text)
        case .erase: return setErasing(key, text)
        }
        return true
    }

    private mutating func setResize(_ key: String, _ text: String) -> Bool {
        if key == "fit" {
            guard let fit = Fit(rawValue: text) else { return false }
            resize?.fit = fit
        } else {
            guard let size = Int(text), DatasetSpec.imageSizes.contains(size) else { return false }
            resize?.size = size
        }
        return true
    }

    private mutating func setResizedCrop(_ key: String, _ text: String) -> Bool {
        guard case .resized(var scale, var ratio)? = crop else { return false }
        if key == "scale" {
            guard let range = Self.range(text, in: 0.001...1) else { return false }
            scale = range
        } else {
            guard let range = Self.range(text, in: 0.1...10) else { return false }
            ratio = range
        }
        crop = .resized(scale: scale, ratio: ratio)
        return true
    }

    private mutating func setJitter(_ key: String, _ text: String) -> Bool {
        guard let value = Self.number(text, in: key == "hue" ? 0...0.5 : 0...1) else {
            return false
        }
        switch key {
        case "brightness": jitter?.brightness = value
        case "contrast": jitter?.contrast = value
        case "saturation": jitter?.saturation = value
        default: jitter?.hue = value
        }
        return true
    }

    private mutating func setErasing(_ key: String, _ text: String) -> Bool {
        if key == "p" {
            guard let value = Self.number(text, in: 0...1) else { return false }
            erasing?.probability = value
            return true
        }
        guard let range = Self.range(text, in: key == "area" ? 0.001...1 : 0.1...10) else {
            return false
        }
        if key == "area" { erasing?.area = range } else { erasing?.ratio = range }
        return true
    }

    private static func number(_ text: String, in domain: ClosedRange<Double>) -> Double? {
        Double(text).flatMap { domain.contains($0) ? $0 : nil }
    }

    private static func range(
        _ text: String, in domain: ClosedRange<Double>
    ) -> ClosedRange<Double>? {
        let bounds = text.split(separator: "-", omittingEmptySubsequences: false).map {
            number(String($0), in: domain)
        }
        guard bounds.count == 2, let low = bounds[0], let high = bounds[1], low <= high else {
            return nil
        }
        return low...high
    }
}
