import BallastCore
import BallastEvents

/// The answer of `ballast find-lr --format json`, as far as a report shows it.
public struct RateTest: Decodable, Hashable, Sendable {
    public struct Point: Decodable, Hashable, Sendable {
        public var learningRate: Double
        public var loss: Double
        public var smoothedLoss: Double
        public var validationLoss: Double?
    }

    public struct Curve: Decodable, Hashable, Sendable {
        public var seed: UInt64
        public var points: [Point]
    }

    /// A short training at one rate with one seed.
    public struct Trial: Decodable, Hashable, Sendable {
        public var learningRate: Double
        public var seed: UInt64
        public var verdict: String
        public var startLoss: Double
        public var endLoss: Double
    }

    /// What was trained; absent in the answers of earlier versions.
    public var model: String?
    public var data: String?
    public var suggestion: Double?
    public var suggestionBasis: String?
    /// The highest stable and the lowest unstable rate.
    public var interval: [Double?]
    public var intervalIsClosed: Bool
    public var sharpnessLimit: Double?
    public var sharpnessLimitAtStart: Double?
    public var divergenceRate: Double?
    public var lowestLossRate: Double?
    public var steepestRate: Double?
    /// The means over the seeds.
    public var rangeTest: [Point]
    public var rangeCurves: [Curve]
    public var trials: [Trial]
    public var guessingLoss: Double
    public var notes: [String]

    public var stable: Double? { interval.first ?? nil }
    public var unstable: Double? { interval.count > 1 ? interval[1] : nil }

    /// - Parameter place: the file, for the error.
    /// - Throws: ``/BallastCore/BallastError`` of kind `badInput` where it is none.
    public init(json bytes: some Collection<UInt8>, at place: String) throws {
        self = try JSONCoding.decode(RateTest.self, from: bytes, at: place)
    }
}
