import BallastEvents

/// A repair, and how well the run trains with it.
struct RatedRemedy {
    let remedy: Remedy
    /// The mean logarithm of the losses late in the re-run; smaller is better.
    let level: Double
}
