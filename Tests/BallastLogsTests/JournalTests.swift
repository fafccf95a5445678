import BallastCore
import BallastEvents
import BallastLogs
import FoundationEssentials
import Testing

/// The same bits for the same seed: Steele, Lea and Flood 2014, "Fast splittable pseudorandom
/// number generators".
private struct RandomBits {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }
}

/// The journal of a run, read line by line in a way of its own that must agree with the decoder.
@Suite("The journal of a run")
struct JournalTests {
    /// A journal in a folder of its own.
    private struct Journal {
        let folder = try? LogFolder()
        var path: String { (folder?.path ?? "") + "/events.jsonl" }

        func write(_ text: String) throws { try write(Array(text.utf8)) }

        func write(_ bytes: [UInt8]) throws {
            try Data(bytes).write(to: URL(filePath: path))
        }

        func read(_ follower: JournalFollower? = nil) throws -> [RunEvent] {
            var events: [RunEvent] = []
            _ = try (follower ?? JournalFollower(path)).poll {
                events.removeAll()
            } _: {
                events.append($0)
            }
            return events
        }
    }

    private static let odd: [Double] = [
        0, -0.0, 1, 0.1, 1.0 / 3, 1e-300, .greatestFiniteMagnitude, .leastNonzeroMagnitude,
        .infinity, -.infinity,
        123_456_789.123_456_78, 9_007_199_254_740_992, 1e22, 1e23,
    ]

    /// Events with every field there or not, and numbers of every size.
    private static func events(_ seed: UInt64, count: Int) -> [RunEvent] {
        var dice = RandomBits(seed)
        let number = { () -> Double in
            dice.next() % 3 == 0
                ? odd[Int(dice.next() % UInt64(odd.count))]
                : Double(bitPattern: dice.next() & 0x7FEF_FFFF_FFFF_FFFF)
        }
        let maybe = { () -> Double? in dice.next() % 2 == 0 ? number() : nil }
        return (0..<count).map { index in
            let time = 1.7e9 + Double(index) / 7
            switch dice.next() % 4 {
            case 0:
                let layers = (0..<Int(dice.next() % 4)).map { place in
                    LayerProbe(
                        name: place == 2 ? "größe \"\\ \(place)" : "layer\(place).conv1",
                        gradientNorm: maybe(), weightNorm: maybe(), updateNorm: maybe(),
                        activationScale: maybe(), activationPeak: maybe(), deadFraction: maybe(),
                        saturatedFraction: maybe(), batchNormDrift: maybe(),
                        secondMomentRatio: maybe())
                }
                return RunEvent(.layers(LayerRecord(step: index, layers: layers)), time: time)
            case 1:
                let modes: [ValidationMode] = [.eval, .batchStatistics, .reestimated]
                return RunEvent(
                    .validation(
                        ValidationRecord(
                            step: index, epoch: index / 3, part: "validation",
                            mode: modes[index % 3], samples: 1000, batches: 8, loss: number(),
                            accuracy: number(), topKAccuracy: number(), seconds: number())),
                    time: time)
            default:
                let batch = BatchIdentity(
                    epoch: index / 3, position: index % 3 * 128, checksum: dice.next())
                return RunEvent(
                    .step(
                        StepRecord(
                            step: index, epoch: index / 3, loss: number(), accuracy: number(),
                            topKAccuracy: number(), learningRate: number(),
                            gradientNorm: number(), seconds: number(),
                            committed: dice.next() % 2 == 0, momentum: maybe(),
                            updateRatio: maybe(), worstShare: maybe(),
                            labelCounts: dice.next() % 2 == 0 ? [3, 0, 128] : nil,
                            batch: dice.next() % 2 == 0 ? batch : nil)),
                    time: time)
            }
        }
    }

    @Test("what was written is read, to the bit", arguments: 1...20)
    func roundTrip(seed: Int) throws {
        let events = Self.events(UInt64(seed), count: 200)
        let journal = Journal()
        try journal.write(try events.flatMap { try $0.line() + [UInt8(ascii: "\n")] })
        let read = try journal.read()
        #expect(read.count == events.count)
        for (one, other) in zip(read, events) {
            // -0.0 equals 0.0, so that the text is compared, too.
            #expect(one == other)
            #expect(try one.line() == other.line())
        }
    }

    @Test("a damaged line is read as the decoder reads it, or refused by its number")
    func damage() throws {
        var dice = RandomBits(7)
        let lines = try Self.events(3, count: 40).map { try $0.line() }
        let journal = Journal()
        var refused = 0
        for round in 0..<1500 {
            var line = lines[round % lines.count]
            for _ in 0..<Int(1 + dice.next() % 2) {
                let place = Int(dice.next() % UInt64(line.count))
                if dice.next() % 4 == 0 {
                    line.remove(at: place)
                } else {
                    line[place] = UInt8(32 + dice.next() % 95)
                }
            }
            try journal.write([UInt8(ascii: "\n")] + line + [UInt8(ascii: "\n")])
            let decoded = try? RunEvent(line: line, at: "x")
            do {
                let read = try journal.read()
                #expect(read.count == 1)
                if let decoded { #expect(read == [decoded]) }
            } catch let error as BallastError {
                refused += 1
                #expect(decoded == nil)
                #expect(error.kind == .badInput && "\(error)".contains("events.jsonl:2"))
            }
        }
        #expect(refused > 150)
    }

    @Test("other spellings of an event are events, too")
    func spellings() throws {
        let plain =
            #"{"accuracy":0.5,"committed":true,"epoch":0,"gradientNorm":NaN,"kind":"step","#
            + #""learningRate":1e-1,"loss":"nan","schema":1,"seconds":0,"step":1,"time":5,"#
            + #""topKAccuracy":1}"#
        let turned =
            #"{ "kind" : "step", "step": 1, "time":5, "loss":"nan", "accuracy":0.5, "epoch":0, "#
            + #""gradientNorm":NaN, "learningRate":0.1, "committed":true, "seconds":0, "#
            + #""topKAccuracy":1, "schema":1, "added later": {"a":[1,2,"}"]} }"#
        let journal = Journal()
        try journal.write("\(plain)\r\n\n\(turned)\n{\"kind\":\"st")
        let read = try journal.read()
        #expect(read.count == 2)
        #expect(try read[0].line() == read[1].line())
    }

    @Test("a line that is longer than what is read at once")
    func longLine() throws {
        let text = String(repeating: "long ", count: 2_000_000)
        let events = [
            RunEvent(.note(text), time: 1), RunEvent(.resumed(step: 3), time: 2),
            RunEvent(.note(text), time: 3),
        ]
        let journal = Journal()
        try journal.write(try events.flatMap { try $0.line() + [UInt8(ascii: "\n")] })
        #expect(try journal.read() == events)
    }

    @Test("a journal that grows, is cut and is mended")
    func growth() throws {
        let events = Self.events(11, count: 6)
        let lines = try events.map { try $0.line() + [UInt8(ascii: "\n")] }
        let journal = Journal()
        let follower = JournalFollower(journal.path)
        #expect(try journal.read(follower).isEmpty)
        try journal.write(lines[0] + lines[1].prefix(20))
        #expect(try journal.read(follower) == [events[0]])
        #expect(try journal.read(follower).isEmpty)
        try journal.write(Array(lines[..<4].joined()))
        #expect(try journal.read(follower) == Array(events[1..<4]))
        // Cut: all of it is read anew.
        try journal.write(Array(lines[..<2].joined()))
        #expect(try journal.read(follower) == Array(events[..<2]))
        // Damaged, and then mended: again from the start, since the line before was lost with it.
        try journal.write(Array(lines[..<3].joined()) + Array("nonsense\n".utf8))
        #expect(throws: BallastError.self) { try journal.read(follower) }
        try journal.write(Array(lines.joined()))
        #expect(try journal.read(follower) == events)
    }

    @Test("a long journal is read in parts, each of which ends behind a line")
    func parts() throws {
        let events = Self.events(5, count: 40_000)
        let journal = Journal()
        try journal.write(try events.flatMap { try $0.line() + [UInt8(ascii: "\n")] })
        let follower = JournalFollower(journal.path)
        var read: [RunEvent] = []
        var looks = 0
        repeat {
            var budget = 1000
            _ = try follower.poll(budget: &budget, restart: {}) { read.append($0) }
            #expect(budget < 1000)
            looks += 1
        } while follower.isBehind
        #expect(looks > 2)
        #expect(read == events)
    }

    @Test("lists take the room of their elements, however many were read before")
    func room() throws {
        let layers = (0..<3).map { LayerProbe(name: "layer\($0)") }
        var text: [UInt8] = []
        for step in 1...2000 {
            let record = StepRecord(
                step: step, epoch: 0, loss: 1, accuracy: 0.5, topKAccuracy: 1, learningRate: 0.1,
                gradientNorm: 1, seconds: 0.1, committed: true, labelCounts: [3, 4, 5])
            text += try RunEvent(.step(record), time: 0).line() + [UInt8(ascii: "\n")]
            let measured = LayerRecord(step: step, layers: layers)
            text += try RunEvent(.layers(measured), time: 0).line() + [UInt8(ascii: "\n")]
        }
        let journal = Journal()
        try journal.write(text)
        var largest = 0
        for event in try journal.read() {
            switch event.kind {
            case .step(let record): largest = max(largest, record.labelCounts?.capacity ?? 0)
            case .layers(let record): largest = max(largest, record.layers.capacity)
            default: break
            }
        }
        #expect(largest <= 8)
    }
}
