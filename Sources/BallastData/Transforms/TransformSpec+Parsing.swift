import BallastCore

extension TransformSpec {
    /// Reads a specification.
    ///
    /// - Throws: ``BallastError`` of kind `usage` that names `--transform` for an unknown step or
    ///   key, a value out of its domain, a step given twice and two crops.
    public init(parsing text: String) throws(BallastError) {
        self.init()
        var seen: Set<Step> = []
        for part in text.split(separator: "+", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(pieces[0])
            guard let step = Step(rawValue: name) else { throw Self.unknown(name) }
            let arguments = SpecArguments(
                dataset: name, text: pieces.count > 1 ? String(pieces[1]) : nil,
                option: Self.option)
            guard seen.insert(step).inserted else {
                throw arguments.usage("the step '\(name)' is given twice", mend: "Give it once.")
            }
            guard !step.isCrop || crop == nil else {
                throw arguments.usage(
                    "the images are to be cropped in two ways",
                    mend: "Keep one of center-crop, random-crop and random-resized-crop.")
            }
            add(step)
            try read(step, arguments)
        }
    }

    static let option = "--transform"

    private mutating func read(
        _ step: Step, _ arguments: SpecArguments
    ) throws(BallastError) {
        var items = try arguments.items()
        let keys = step.keys
        if let first = items.first, !first.contains("="), let main = keys.first {
            items[0] = "\(main.key)=\(first)"
        }
        guard items.isEmpty || !keys.isEmpty else {
            throw arguments.usage(
                "\(step.rawValue) takes no options", mend: "Write '\(step.rawValue)' alone.")
        }
        var changed = self
        try arguments.forEachSetting(of: items, known: keys) { changed.set($0, of: step, to: $1) }
        guard changed.resize?.size != 0, changed.rotation != 0 else {
            throw arguments.usage(
                "\(step.rawValue) needs a value",
                mend: "Write it as '\(step == .resize ? "resize:256" : "rotate:15")'.")
        }
        self = changed
    }

    private static func unknown(_ name: String) -> BallastError {
        BallastError(
            .usage, name.isEmpty ? "a step is empty" : "there is no step '\(name)'", at: option,
            mend: NameSuggestion.mend(
                for: name, among: Step.allCases.map(\.rawValue), kind: "steps")
                + " Join them with '+', as in 'resize:256+random-crop+flip'.")
    }
}

extension TransformSpec: CustomStringConvertible {
    /// The text that parses to this specification, with all keys, in the order of acting.
    public var description: String {
        var steps: [String] = []
        if let resize { steps.append("resize:\(resize.size),fit=\(resize.fit.rawValue)") }
        switch crop {
        case nil: break
        case .centre: steps.append("center-crop")
        case .random(let padding): steps.append("random-crop:padding=\(padding)")
        case .resized(let scale, let ratio):
            steps.append("random-resized-crop:scale=\(Self.text(scale)),ratio=\(Self.text(ratio))")
        }
        if let rotation { steps.append("rotate:\(rotation)") }
        if let flip { steps.append("flip:p=\(flip)") }
        if let jitter {
            steps.append(
                "jitter:brightness=\(jitter.brightness),contrast=\(jitter.contrast),"
                    + "saturation=\(jitter.saturation),hue=\(jitter.hue)")
        }
        if let erasing {
            steps.append(
                "erase:p=\(erasing.probability),area=\(Self.text(erasing.area)),"
                    + "ratio=\(Self.text(erasing.ratio))")
        }
        return steps.joined(separator: "+")
    }

    private static func text(_ range: ClosedRange<Double>) -> String {
        "\(range.lowerBound)-\(range.upperBound)"
    }
}
