import Ballast
import FoundationEssentials

/// Trains recipes and keeps what it learned of them in a folder, so that no training is made twice.
///
/// One backend serves all trainings of a process: each engine has its own memory, and trainings are
/// made one after the other.
final class Laboratory {
    let root: String
    private let backend = DNNLBackend(threads: 1)
    private let shelf = DataShelf()

    /// - Parameter root: the folder of all results.
    init(_ root: String) throws {
        self.root = root
        for folder in ["courses", "cases", "weights", "runs"] {
            try FileManager.default.createDirectory(
                atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
        }
    }

    func backend(threads: Int) -> any Backend { backend }

    /// What the trainings of a recipe come to, one for each seed.
    func courses(_ recipe: Recipe, _ seeds: [UInt64]) throws -> [Course] {
        try seeds.map { try course(recipe, seed: $0) }
    }

    private func course(_ recipe: Recipe, seed: UInt64) throws -> Course {
        let path = "\(root)/courses/\(try recipe.digest())-\(seed).json"
        if let known = try read(Course.self, path) { return known }
        var record = RunRecord(source: RecordSource(kind: "bench", path: path, steps: 0))
        var made = 0
        var configuration = try configured(recipe, seed)
        // Only the guard goes back to what lies between start and end.
        if configuration.guardMode != .repair { configuration.checkpointEvery = .every(.max) }
        let scratch = "\(root)/runs/course-\(ProcessInfo.processInfo.processIdentifier)"
        try? FileManager.default.removeItem(atPath: scratch)
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let run = try TrainingRun(
            configuration, at: scratch, data: data(recipe, seed, configuration),
            machine: Self.machine, now: { 0 }, makeBackend: backend(threads:)
        ) { event in
            if case .step = event.kind { made += 1 }
            record.add(event)
        }
        _ = try run.run(shouldStop: { false })
        let course = Course(
            record, stepsMade: made, finalLoss: try finalLoss(of: run.loop.setup))
        try AtomicFile.write(path, try JSONCoding.encode(course))
        return course
    }

    private func finalLoss(of setup: TrainingSetup) throws -> Double {
        try setup.validator.all.totals(of: setup.engine).loss
    }

    /// Trains with everything that `ballast train` writes.
    ///
    /// - Returns: the run directory.
    func recordedRun(_ recipe: Recipe, seed: UInt64, name: String) throws -> String {
        let path = "\(root)/runs/\(name)"
        try? FileManager.default.removeItem(atPath: path)
        let run = try TrainingRun(
            configured(recipe, seed), at: path, data: data(recipe, seed, recipe.configuration),
            machine: Self.machine, now: { 0 }, makeBackend: backend(threads:), observer: { _ in })
        _ = try run.run(shouldStop: { false })
        return path
    }

    /// Makes setups for the replays of a recorded run.
    func setupMaker(_ recipe: Recipe, seed: UInt64) -> RunReplayer.SetupMaker {
        { [self] configuration, _ in
            try TrainingSetup(
                configuration, data: data(recipe, seed, configuration),
                makeBackend: backend(threads:))
        }
    }

    private func data(
        _ recipe: Recipe, _ seed: UInt64, _ configuration: RunConfiguration
    ) throws -> RunData {
        try shelf.data(recipe, seed: seed, pixels: configuration.pixels)
    }

    /// The configuration of one seed, with the file of faulty weights where there is one.
    func configured(_ recipe: Recipe, _ seed: UInt64) throws -> RunConfiguration {
        var configuration = recipe.seeded(seed)
        configuration.weights = try weights(recipe, seed)
        return configuration
    }

    /// A file of initial weights whose first layer is far too large; nil where that is no fault of
    /// the recipe.
    private func weights(_ recipe: Recipe, _ seed: UInt64) throws -> String? {
        let gain = recipe.dataFaults.lazy.compactMap { fault -> Float? in
            if case .hugeWeights(let gain) = fault { gain } else { nil }
        }.first
        guard let gain else { return nil }
        let path = "\(root)/weights/\(try recipe.digest())-\(seed).safetensors"
        guard !FileManager.default.fileExists(atPath: path) else { return path }
        let setup = try TrainingSetup(
            recipe.seeded(seed), data: data(recipe, seed, recipe.configuration),
            makeBackend: backend(threads:))
        let first = setup.engine.registry.trainableParameters.first?.name
        let tensors = setup.engine.registry.entries.map { entry in
            var values = setup.engine.store.load(entry.slot).values
            if entry.slot.name == first { values = values.map { $0 * gain } }
            return SafetensorsTensor(
                name: entry.slot.name, shape: entry.slot.shape, floats: values)
        }
        try SafetensorsFile(tensors: tensors).write(to: path)
        return path
    }

    func read<Value: Decodable>(_ type: Value.Type, _ path: String) throws -> Value? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return try JSONCoding.decode(type, from: [UInt8](data), at: path)
    }

    private static let machine = MachineSummary(
        processor: "fault bench", cores: 1, threads: 1, memoryBytes: 0, operatingSystem: "")
}
