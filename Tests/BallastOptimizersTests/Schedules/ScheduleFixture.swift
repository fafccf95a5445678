import BallastEvents
import Foundation

/// The sequences that `Tests/Fixtures/scripts/schedules.py` recorded from PyTorch.
struct ScheduleFixture: Decodable {
    struct Header: Decodable {
        let torch: String
        let base: Double
    }

    struct Case: Decodable {
        let rates: [Double]
        let momenta: [Double]
        let metrics: [Double]?
    }

    let header: Header
    let cases: [String: Case]

    static func load() throws -> ScheduleFixture {
        let folder = Bundle.module.resourceURL!.appending(path: "Fixtures")
        let bytes = try Data(contentsOf: folder.appending(path: "schedules.json"))
        return try JSONCoding.decode(ScheduleFixture.self, from: bytes, at: "schedules.json")
    }
}
