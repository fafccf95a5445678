import BallastEvents
import BallastTraining
import Foundation

extension Workspace {
    /// LeNet-5 on 256 small images, one thread, no progress.
    static let tiny = [
        "train", "--data", "shapes7:train=256,test=64", "--model", "lenet5", "--batch-size", "32",
        "--threads", "1", "--quiet",
    ]

    /// Trains the tiny model into the directory `run`.
    @discardableResult
    func train(_ run: String, steps: Int, _ more: String...) throws -> CommandResult {
        try self.run(Self.tiny + ["--steps", "\(steps)", "--out", run] + more)
    }

    func events(_ run: String) throws -> [RunEvent] {
        try RunJournal.events("\(path)/\(run)/events.jsonl")
    }

    func steps(_ run: String) throws -> [StepRecord] {
        try events(run).compactMap { event in
            if case .step(let record) = event.kind { record } else { nil }
        }
    }

    func manifest(_ run: String) throws -> RunManifest {
        try RunDirectory(opening: "\(path)/\(run)").manifest()
    }

    func checkpoint(_ run: String, _ step: Int) throws -> SafetensorsFile {
        try SafetensorsFile(contentsOf: "\(path)/\(checkpointPath(run, step))")
    }

    func checkpointPath(_ run: String, _ step: Int) -> String {
        let digits = String(step)
        let zeros = String(repeating: "0", count: 8 - digits.count)
        return "\(run)/checkpoints/step-\(zeros)\(digits).safetensors"
    }

    /// Makes a finished run look like one that was killed after the checkpoint of `step`.
    func forget(_ run: String, after step: Int) throws {
        for name in try files("\(run)/checkpoints") {
            guard let found = Int(name.dropFirst(5).prefix(8)), found > step else { continue }
            try FileManager.default.removeItem(atPath: "\(path)/\(run)/checkpoints/\(name)")
        }
        let directory = try RunDirectory(opening: "\(path)/\(run)")
        var manifest = try directory.manifest()
        manifest.status = .running
        try directory.write(manifest)
    }

    /// The object that a command wrote to standard output.
    static func json(_ result: CommandResult) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        return object as? [String: Any] ?? [:]
    }
}
