import Ballast

/// What a person should look at in a data set, as sentences, the worst first.
struct InspectionFindings {
    private let answer: InspectionAnswer

    /// A class with fewer images can hardly be learnt, and hardly be measured.
    private static let fewImages = 10
    private static let strongImbalance = 10.0

    init(_ answer: InspectionAnswer) {
        self.answer = answer
    }

    var sentences: [String] {
        copies + labels + classes + files + answer.notes
    }

    private var copies: [String] {
        var sentences: [String] = []
        let leaked = answer.leaked
        if leaked > 0 {
            sentences.append(
                "leakage: \(count(leaked, "image")) to validate or test on \(be(leaked)) in the "
                    + "training part too; what is measured on them is too good")
        }
        let contradicting = answer.duplicates.count { $0.contradicting }
        if contradicting > 0 {
            sentences.append(
                "contradiction: \(count(contradicting, "image")) \(be(contradicting)) there with "
                    + "different labels, of which at most one can be right")
        }
        let within = answer.duplicates.filter { !$0.acrossParts }
        let extra = within.reduce(0) { $0 + $1.images.count - 1 }
        if extra > 0 {
            sentences.append(
                "copies: \(count(extra, "image")) repeat others of the same part; a part held out "
                    + "at random may get the copy of an image to train on")
        }
        return sentences
    }

    private var labels: [String] {
        var sentences: [String] = []
        if let neighbours = answer.neighbours, neighbours.byChance {
            sentences.append(
                "labels: the image that looks most alike has the same class in "
                    + "\(percent(neighbours.share)) of \(neighbours.images) images, by chance it "
                    + "were \(percent(neighbours.chance)): the labels may be shuffled, or looks "
                    + "alone say little about the class")
        }
        // A folder is read class by class; that says nothing about the data.
        guard answer.files == nil else { return sentences }
        for part in answer.parts {
            switch part.order {
            case .mixed, .alternating: break
            case .sorted:
                sentences.append(
                    "order: the \(part.name) part is sorted by class; keep --order shuffled")
            case .clustered:
                sentences.append(
                    "order: equal labels stand together in the \(part.name) part; keep --order "
                        + "shuffled")
            }
        }
        return sentences
    }

    private var classes: [String] {
        var sentences: [String] = []
        let train = answer.parts[0]
        let poor = zip(answer.classes, train.perClass).filter { $1 < Self.fewImages }
        if let first = poor.first {
            sentences.append(
                "few images: \(poor.count == 1 ? "a class has" : "\(poor.count) classes have") "
                    + "fewer than \(Self.fewImages) to train on, such as '\(first.0)' with "
                    + "\(first.1)")
        }
        if train.imbalance >= Self.strongImbalance {
            sentences.append(
                "balance: the largest class has \(NumberText.short(train.imbalance)) times as many "
                    + "images as the smallest; look at the recall of each class")
        }
        for part in answer.parts.dropFirst() {
            let absent = zip(answer.classes, part.perClass).filter { $1 == 0 }.map(\.0)
            guard let first = absent.first else { continue }
            sentences.append(
                "the \(part.name) part lacks \(count(absent.count, "class", "classes")), such as "
                    + "'\(first)'")
        }
        return sentences
    }

    private var files: [String] {
        var sentences: [String] = []
        let bad = answer.unreadable.count
        if bad > 0 {
            sentences.append(
                "\(count(bad, "file")) cannot be read; `train` refuses the data unless they are "
                    + "mended or --on-bad-file skip is given")
        }
        if answer.ignoredFiles > 0 {
            let files = answer.ignoredFiles
            sentences.append(
                "\(count(files, "file")) \(be(files)) not used, being hidden or no images")
        }
        return sentences
    }

    private func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(number) \(number == 1 ? one : many ?? "\(one)s")"
    }

    private func be(_ number: Int) -> String { number == 1 ? "is" : "are" }

    private func percent(_ share: Double) -> String { "\(NumberText.short(100 * share)) %" }
}
