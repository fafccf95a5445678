import BallastCore
import Foundation

/// Damaged files for parsers, which must read or refuse them and never crash.
public enum Damage {
    /// How many inputs each parser gets: the environment variable `BALLAST_FUZZ_INPUTS`, or a few.
    public static let inputs =
        ProcessInfo.processInfo.environment["BALLAST_FUZZ_INPUTS"].flatMap { Int($0) } ?? 300

    /// A file with a few bytes changed, a part cut off, doubled or put elsewhere, or nothing of it
    /// at all.
    ///
    /// - Parameter random: of its own for each input.
    public static func damaged(_ file: [UInt8], _ random: CounterRandom) -> [UInt8] {
        var bytes = file
        var draws: UInt64 = 0
        func draw(_ bound: Int) -> Int {
            draws += 1
            return random.integer(draws, below: max(bound, 1))
        }
        switch draw(9) {
        case 0: bytes = Array(bytes.prefix(draw(bytes.count)))
        case 1: bytes = (0..<draw(200)).map { _ in UInt8(draw(256)) }
        case 2: bytes += bytes.suffix(draw(bytes.count))
        case 3: bytes.removeSubrange(0..<draw(min(bytes.count, 40)))
        case 4:
            let start = draw(bytes.count)
            let part = bytes[start..<min(bytes.count, start + 1 + draw(24))]
            bytes.insert(contentsOf: part, at: draw(bytes.count))
        default: break
        }
        // Headers decide most, and stand in front.
        for _ in 0..<draw(6) where !bytes.isEmpty {
            let reach = draw(2) == 0 ? min(bytes.count, 64) : bytes.count
            // Text breaks most where its signs and digits do.
            let signs = Array("{}[]:,\"-+.e0918\n #&*!|>'%\\".utf8)
            bytes[draw(reach)] = draw(3) == 0 ? signs[draw(signs.count)] : UInt8(draw(256))
        }
        return bytes
    }

    /// What became of the damaged inputs of one parser.
    public struct Outcome {
        public var read = 0
        public var refused = 0
        /// Errors of another type than ``BallastError``, with the number of the input.
        public var faults: [String] = []
    }

    /// Gives a parser the damaged inputs of a seed.
    public static func outcome(
        of file: [UInt8], seed: UInt64, _ parse: ([UInt8]) throws -> Void
    ) -> Outcome {
        var outcome = Outcome()
        for step in 0..<inputs {
            let random = CounterRandom(seed: seed, stream: .synthesis, step: UInt64(step))
            do {
                try parse(damaged(file, random))
                outcome.read += 1
            } catch is BallastError {
                outcome.refused += 1
            } catch {
                outcome.faults.append("input \(step) of seed \(seed): \(error)")
            }
        }
        return outcome
    }
}
