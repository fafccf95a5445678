#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The label of one image.
struct Prediction {
    let file: String
    let label: String
    /// The softmax of the largest logit.
    let probability: Double
    let logits: [Float]

    /// As `ballast predict --format json` writes it.
    struct Answer: Encodable {
        let file: String
        let label: String
        let probability: Double
        /// Nil where they were not asked for.
        let logits: [Float]?
    }

    init(file: String, logits: [Float], classNames: [String]) {
        self.file = file
        self.logits = logits
        let best = logits.indices.max { logits[$0] < logits[$1] } ?? 0
        label = classNames[best]
        let sum = logits.reduce(0.0) { $0 + exp(Double($1) - Double(logits[best])) }
        probability = 1 / sum
    }

    func answer(_ includesLogits: Bool) -> Answer {
        Answer(
            file: file, label: label, probability: probability,
            logits: includesLogits ? logits : nil)
    }
}
