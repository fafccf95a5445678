/// The software that made a run.
public struct SoftwareVersions: Codable, Hashable, Sendable {
    public var ballast: String
    /// The library that the kernels come from, with its version, such as `oneDNN 2.6.3`.
    public var backend: String

    public init(ballast: String, backend: String) {
        self.ballast = ballast
        self.backend = backend
    }
}
