import Foundation

/// Reads the fixtures that PyTorch made.
public enum GoldenFile {
    /// Decodes `Tests/Fixtures/golden/NAME.json`.
    public static func load<Content: Decodable>(
        _ name: String, as type: Content.Type = Content.self
    ) throws -> Content {
        let file = URL(filePath: #filePath)
            .appending(path: "../../../Fixtures/golden/\(name).json").standardized
        return try JSONDecoder().decode(type, from: Data(contentsOf: file))
    }
}
