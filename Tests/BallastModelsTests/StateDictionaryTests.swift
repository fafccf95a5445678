import BallastCore
import BallastGraph
import BallastModels
import BallastNN
import Foundation
import Testing

/// Every model's state against what torchvision's models have.
@Suite struct StateDictionaryTests {
    struct Fixture: Decodable {
        struct Model: Decodable {
            let model: String
            let classes: Int
            let channels: Int
            let entries: [Entry]
        }
        struct Entry: Decodable, Equatable {
            let name: String
            let shape: [Int]
        }
        let models: [Model]

        static func load() throws -> Fixture {
            let file = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../Fixtures/golden/state_dicts.json")
            return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: file))
        }
    }

    /// The plain convolutional network is no model of torchvision's or PyTorch's literature.
    @Test(arguments: ModelName.allCases.filter { $0 != .cnn })
    func namesShapesAndOrderAreTorchvisions(name: ModelName) throws {
        let expected = try #require(
            Fixture.load().models.first { $0.model == name.rawValue }, "\(name) has no fixture")
        let size = name == .lenet5 ? 28 : 32
        let options = ModelOptions(
            inputChannels: expected.channels, classes: expected.classes, imageSize: size)
        let traced = try TracedModel(name, options, mode: .evaluation)
        let entries = traced.registry.entries.map {
            Fixture.Entry(name: $0.slot.name, shape: $0.slot.shape.dimensions)
        }
        #expect(entries == expected.entries.filter { !$0.name.hasSuffix("num_batches_tracked") })
    }
}
