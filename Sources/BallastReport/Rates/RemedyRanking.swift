import BallastCore
import BallastEvents

/// The answer of `ballast raise-lr --format json`, as far as a report shows it.
public struct RemedyRanking: Decodable, Hashable, Sendable {
    public struct Point: Decodable, Hashable, Sendable {
        public var step: Int
        public var loss: Double
    }

    public struct Course: Decodable, Hashable, Sendable {
        public var seed: UInt64
        public var validations: [Point]
    }

    /// What is known of the baseline with some remedies; of none, the baseline itself.
    public struct Row: Decodable, Hashable, Sendable {
        public var remedies: [String]
        public var outcome: String
        public var fault: String?
        public var highestStableRate: Double?
        /// How many times the baseline's highest stable rate.
        public var factor: Double?
        public var learningRate: Double?
        public var stepsToTarget: Int?
        public var secondsToTarget: Double?
        /// The part of the baseline's steps.
        public var stepShare: Double?
        public var finalValidationLoss: Double?
        public var seeds: [UInt64]
        public var courses: [Course]

        public var name: String {
            remedies.isEmpty ? "baseline" : remedies.joined(separator: " + ")
        }
    }

    /// Of the best configuration, as far as a page names it.
    public struct Configuration: Decodable, Hashable, Sendable {
        public var model: String?
        public var data: String?
    }

    public var configuration: Configuration?
    public var baseline: Row
    /// The validation loss that the baseline ends with.
    public var target: Double?
    /// The best first.
    public var remedies: [Row]
    public var combinations: [Row]
    public var best: Row?
    public var isComplete: Bool
    public var notes: [String]

    /// - Parameter place: the file, for the error.
    /// - Throws: ``/BallastCore/BallastError`` of kind `badInput` where it is none.
    public init(json bytes: some Collection<UInt8>, at place: String) throws {
        self = try JSONCoding.decode(RemedyRanking.self, from: bytes, at: place)
    }
}
