/// What the time to the target is counted in.
public enum RaceCost: String, Codable, Hashable, Sendable {
    /// Seconds of training steps on this machine, in processor time per thread.
    case seconds
    /// Training images, which do not depend on how busy a machine is.
    case images

    /// The cost of a step.
    func ofStep(_ course: RemedyCourse) -> Double {
        switch self {
        case .seconds: course.stepSeconds
        case .images: Double(course.imagesPerStep)
        }
    }
}
