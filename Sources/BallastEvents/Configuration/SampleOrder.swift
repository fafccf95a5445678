/// The order in which an epoch visits the training samples.
public enum SampleOrder: String, Codable, Sendable, CaseIterable {
    /// A new permutation each epoch.
    case shuffled
    /// A new permutation each epoch in which every stretch has the mix of classes of the whole.
    case stratified
    /// Drawn with replacement, anew each epoch, so that every class comes equally often.
    case weighted
    /// One permutation, drawn once and repeated each epoch.
    case fixed
    /// The order of the data.
    case sequential
    /// Class after class, each in the order of the data, as in folders that nobody shuffles.
    case byClass = "by-class"
}
