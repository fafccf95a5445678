import Ballast
import FoundationEssentials
import Yams

/// A YAML file of options, with the keys of `run.json`.
package enum ConfigurationFile {
    /// More than any configuration takes; what is longer is another file.
    private static let largestFile = 1 << 20
    /// How deep brackets may lie in each other; a configuration needs one or two.
    private static let deepestNesting = 32

    /// - Parameter path: of a YAML file or of a run, whose effective configuration it then is.
    /// - Throws: ``BallastError``: `notFound` for no file, `usage` for unknown keys and for values
    ///   that cannot be meant, `badInput` for what is no YAML.
    package static func read(_ path: String) throws -> RunConfiguration {
        if let run = run(path) { return try effective(run) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw BallastError(
                .notFound, "there is no such file", at: path, mend: "check the path of --config")
        }
        guard data.count <= largestFile, nesting(data) <= deepestNesting else {
            throw BallastError(
                .badInput, "this is no configuration: too long or too deeply nested", at: path,
                mend: "write one option a line, such as `lr: 0.05`")
        }
        let text = String(decoding: data, as: UTF8.self)
        try checkKeys(text, path)
        do {
            return try YAMLDecoder().decode(RunConfiguration.self, from: text)
        } catch let error as DecodingError {
            throw readable(error, path)
        } catch let error as YamlError {
            throw unreadable(error, path)
        }
    }

    /// The run directory that a path names, by itself or by its `run.json`; nil for another file.
    private static func run(_ path: String) -> String? {
        if path.hasSuffix("/run.json") { return String(path.dropLast("/run.json".count)) }
        return FileManager.default.fileExists(atPath: "\(path)/run.json") ? path : nil
    }

    /// What repeats a run, to the bit on its machine: its configuration with the number of threads
    /// that it used, for a directory of another name.
    private static func effective(_ run: String) throws -> RunConfiguration {
        let manifest = try RunDirectory(opening: run).manifest()
        var configuration = manifest.configuration
        configuration.threads = configuration.threads ?? manifest.machine.threads
        configuration.out = nil
        return configuration
    }

    /// How deep brackets lie in each other, at most, wherever they stand.
    private static func nesting(_ data: Data) -> Int {
        var (depth, deepest) = (0, 0)
        for byte in data {
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
            deepest = max(deepest, depth)
        }
        return deepest
    }

    /// The configuration as such a file.
    static func text(_ configuration: RunConfiguration) throws -> String {
        try YAMLEncoder().encode(configuration)
    }

    private static func checkKeys(_ text: String, _ path: String) throws {
        let node: Yams.Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch {
            throw unreadable(error, path)
        }
        guard let mapping = node?.mapping else {
            throw BallastError(
                .badInput, "the file holds no options", at: path,
                mend: "write one option a line, such as `lr: 0.05`")
        }
        do {
            try RunConfiguration.rejectUnknownKeys(in: mapping.keys.compactMap(\.string))
        } catch let fault as BallastError {
            throw BallastError(fault.kind, fault.what, at: path, mend: fault.mend)
        }
    }

    /// What the parser of YAML stumbles over, with the line.
    private static func unreadable(_ error: any Error, _ path: String) -> BallastError {
        var (what, place) = ("this is no YAML", path)
        if let error = error as? YamlError {
            switch error {
            case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
                .composer(_, let problem, let mark, _):
                what += ": \(problem)"
                place += ":\(mark.line)"
            case .reader(let problem, _, _, _): what += ": \(problem)"
            default: break
            }
        }
        return BallastError(
            .badInput, what, at: place, mend: "write one option a line, such as `lr: 0.05`")
    }

    private static func readable(_ error: DecodingError, _ path: String) -> BallastError {
        let context: DecodingError.Context
        switch error {
        case .typeMismatch(_, let found), .valueNotFound(_, let found),
            .keyNotFound(_, let found), .dataCorrupted(let found):
            context = found
        @unknown default:
            return BallastError(.usage, "\(error)", at: path)
        }
        if let fault = context.underlyingError as? BallastError {
            return BallastError(fault.kind, fault.what, at: path, mend: fault.mend)
        }
        let keys = context.codingPath.map(\.stringValue).joined(separator: ".")
        return BallastError(
            .usage, "key '\(keys)': \(what(error, context))", at: path,
            mend: "see `ballast train --help` for what the option takes")
    }

    private static func what(_ error: DecodingError, _ context: DecodingError.Context) -> String {
        let key = context.codingPath.last.flatMap {
            RunConfiguration.Key(rawValue: $0.stringValue)
        }
        if let choices = key.flatMap(choices) {
            return "the value is none of \(choices.joined(separator: ", "))"
        }
        guard case .typeMismatch(let type, _) = error else { return context.debugDescription }
        switch type {
        case is Double.Type: return "the value is no number"
        case is Int.Type, is UInt64.Type: return "the value is no whole number"
        case is Bool.Type: return "the value is neither true nor false"
        default: return context.debugDescription
        }
    }

    /// The words that a key takes, where it takes words of a fixed set.
    private static func choices(of key: RunConfiguration.Key) -> [String]? {
        switch key {
        case .optimizer: OptimizerName.allCases.map(\.rawValue)
        case .precision: Precision.allCases.map(\.rawValue)
        case .normalization: NormalizationChoice.allCases.map(\.rawValue)
        case .guardMode: GuardMode.allCases.map(\.rawValue)
        case .probes: ProbePreset.allCases.map(\.rawValue)
        case .order: SampleOrder.allCases.map(\.rawValue)
        case .pixels: PixelScale.allCases.map(\.rawValue)
        case .activation: ActivationChoice.allCases.map(\.rawValue)
        case .bestMetric: ValidationMetric.allCases.map(\.rawValue)
        case .onBadFile: BadFilePolicy.allCases.map(\.rawValue)
        default: nil
        }
    }
}
