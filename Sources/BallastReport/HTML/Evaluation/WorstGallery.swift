import BallastEvents

/// The images that the model is furthest off on, as small pictures.
struct WorstGallery {
    private let evaluation: ModelEvaluation
    private static let most = 24
    /// Characters of Base64; larger pictures are left out, so that a page stays small.
    private static let largest = 24_000

    init(_ evaluation: ModelEvaluation) {
        self.evaluation = evaluation
    }

    var html: HTMLText {
        let samples = evaluation.worst.prefix(Self.most)
        guard !samples.isEmpty else { return "" }
        return """
            <p>\(evaluation.part.prefix(1).uppercased() + evaluation.part.dropFirst()) images with \
            the weights of step \(evaluation.step), the highest loss first. Wrong labels and \
            damaged images gather here.</p>
            <ol class="images">
            \(samples.map(item).joined())
            </ol>
            """
    }

    private func item(_ sample: WorstSample) -> HTMLText {
        let label = evaluation.classNames[sample.label]
        let place = sample.file ?? "no. \(sample.index)"
        return """
            <li>\(picture(sample, label))<p><b>\(label)</b><br>\(verdict(sample))</p>\
            <p class="more">loss \(NumberText.short(sample.loss))<br>\(place)</p></li>
            """
    }

    private func verdict(_ sample: WorstSample) -> String {
        guard let guess = sample.guess else { return "the answer is not a number" }
        // A share is not broken from its sign at the end of a line.
        let share = sample.guessProbability.map {
            PercentText.of($0).replacing(" ", with: "\u{A0}")
        }
        let chance = share.map { " (\($0))" } ?? ""
        return guess == sample.label
            ? "recognized\(chance)" : "taken for \(evaluation.classNames[guess])\(chance)"
    }

    private func picture(_ sample: WorstSample, _ label: String) -> HTMLText {
        guard let data = sample.thumbnail, data.utf8.count <= Self.largest,
            data.utf8.allSatisfy(Self.isBase64)
        else { return "<div class=\"missing\">no picture</div>" }
        return """
            <img src="data:image/png;base64,\(data)" alt="an image labelled \(label)" width="96" \
            height="96">
            """
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"),
            UInt8(ascii: "="):
            true
        default: false
        }
    }
}
