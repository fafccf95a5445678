import BallastCore
import BallastEvents

/// Puts the questions of all hypotheses to a source of evidence, each one once.
struct Investigation {
    private let source: any EvidenceSource
    private let progress: (DiagnosisProgress) -> Void
    private var asked: Set<Question> = []
    private(set) var notes: [String] = []

    init(_ source: any EvidenceSource, progress: @escaping (DiagnosisProgress) -> Void) {
        self.source = source
        self.progress = progress
    }

    /// Adds to a case file what can be measured.
    ///
    /// A measurement that fails is noted and left out: the diagnosis goes on with less.
    ///
    /// - Parameter isDear: whether to ask what takes long, or what does not.
    mutating func answer(_ file: inout CaseFile, isDear: Bool) {
        file.facts.hasRunningStatistics = source.hasRunningStatistics
        for hypothesis in Hypotheses.all {
            for question in hypothesis.questions(file)
            where question.isDear == isDear && asked.insert(question).inserted {
                progress(DiagnosisProgress(activity: question.activity, steps: 0, budget: 0))
                do {
                    try answer(question, &file.facts)
                } catch {
                    notes.append("could not measure (\(question.activity)): \(error)")
                }
            }
        }
    }

    private func answer(_ question: Question, _ facts: inout Facts) throws {
        switch question {
        case .inputs: facts.inputs = try source.inputs()
        case .order: facts.order = try source.order()
        case .layers(let step): facts.layers[step] = try source.layers(at: step)
        case .validation(let step): facts.validations[step] = try source.validation(at: step)
        case .batch(let step, let states):
            facts.batches[step] = try source.batch(ofStep: step, states: states)
        case .sharpness(let step): facts.sharpness[step] = try source.sharpness(at: step)
        }
    }
}

extension Question {
    /// What is done to answer it.
    fileprivate var activity: String {
        switch self {
        case .inputs: "looking at the training images"
        case .order: "looking at the order of the labels"
        case .layers(let step): "measuring the layers at step \(step)"
        case .validation(let step): "validating step \(step) in several ways"
        case .batch(let step, _): "trying the batch of step \(step) under other weights"
        case .sharpness(let step): "measuring the sharpness at step \(step)"
        }
    }
}
