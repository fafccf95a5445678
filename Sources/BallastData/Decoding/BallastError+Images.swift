import BallastCore

extension BallastError {
    /// A file or part of one that cannot be used as an image.
    static func unreadableImage(_ what: String, at place: String) -> BallastError {
        BallastError(
            .badInput, what, at: place, mend: "Replace the file by a readable one, or remove it.")
    }
}
