import BallastCore
import CKernels

/// Reads the scalars of a TensorBoard event file.
///
/// A file is a sequence of records: the length of the data as a 64-bit number, a checksum of that,
/// the data, a checksum of them. The data are an `Event` in protocol buffers.
final class TensorBoardParser: LogParser {
    private let table: ColumnTable
    /// The folder that tells the part of the run, such as `validation`; or nothing.
    private let prefix: String
    private let path: String
    private var names = NameTable()
    private var tags: [Tag] = []
    private var carried: [UInt8] = []
    /// The bytes of all records that were read.
    private var offset = 0
    private(set) var isDamaged = false

    private struct Tag {
        var column: Int?
        /// Whether the tag's plugin shows something else than scalars.
        var isOther: Bool
    }

    /// A longer record holds no scalar that anybody could miss.
    private static let longest = 64 << 20

    init(_ table: ColumnTable, path: String, prefix: String) {
        self.table = table
        self.path = path
        self.prefix = prefix
    }

    func consume(_ bytes: Span<UInt8>) throws(BallastError) {
        guard !isDamaged else { return }
        if carried.isEmpty {
            carry(bytes, from: records(bytes))
            return
        }
        carry(bytes, from: 0)
        let all = carried
        carried = []
        carry(all.span, from: records(all.span))
    }

    func finish() throws(BallastError) {
        guard !carried.isEmpty, !isDamaged else { return }
        table.note(
            "\(path): the last record is not complete; the run is going on, or it was killed")
    }

    private func carry(_ bytes: Span<UInt8>, from start: Int) {
        guard !isDamaged else { return }
        carried.reserveCapacity(carried.count + bytes.count - start)
        for position in start..<bytes.count { carried.append(bytes[position]) }
    }

    /// Reads all complete records and returns where the next one begins.
    private func records(_ bytes: Span<UInt8>) -> Int {
        var start = 0
        while start + 12 <= bytes.count {
            let length = Self.word64(bytes, start)
            guard Self.isIntact(bytes, start, 8), length <= Self.longest else {
                stop(at: start)
                return bytes.count
            }
            let data = start + 12
            let end = data + Int(length)
            guard end + 4 <= bytes.count else { break }
            guard Self.isIntact(bytes, data, Int(length)) else {
                stop(at: start)
                return bytes.count
            }
            read(EventMessage(bytes, data..<end), bytes)
            start = end + 4
        }
        offset += start
        return start
    }

    private func stop(at start: Int) {
        isDamaged = true
        carried = []
        table.note(
            "\(path): the record at byte \(offset + start) is damaged (its checksum does not fit); "
                + "what follows was not read")
    }

    private func read(_ event: EventMessage, _ bytes: Span<UInt8>) {
        guard let summary = event.summary else { return }
        let step = abs(event.step) < RowClock.mostSteps ? event.step : 0
        var fields = ProtoFields(summary)
        while let field = fields.next(bytes) {
            guard field.number == 1, field.wire == .bytes else { continue }
            read(SummaryValue(bytes, field.range), step, bytes)
        }
    }

    private func read(_ value: SummaryValue, _ step: Int, _ bytes: Span<UInt8>) {
        guard let range = value.tag else { return }
        let name = bytes.extracting(range)
        let place = names.find(name) ?? add(name, value, bytes)
        guard !tags[place].isOther, let column = tags[place].column,
            let number = value.number(bytes)
        else { return }
        table.point(column, step: step, value: number)
    }

    /// Takes up a new tag. Only its first value says what it is for.
    private func add(_ name: Span<UInt8>, _ value: SummaryValue, _ bytes: Span<UInt8>) -> Int {
        var text: [UInt8] = []
        for position in name.indices { text.append(name[position]) }
        let plugin = value.plugin(bytes)
        let isOther = (plugin != nil && plugin != "scalars") || value.number(bytes) == nil
        let tag = String(decoding: text, as: UTF8.self)
        let column = isOther ? nil : table.column(named: prefix.isEmpty ? tag : "\(prefix)/\(tag)")
        tags.append(Tag(column: column, isOther: isOther))
        return names.add(text)
    }

    // MARK: Records

    /// Whether a file begins with a record.
    static func isBeginning(_ bytes: Span<UInt8>) -> Bool {
        bytes.count >= 12 && isIntact(bytes, 0, 8) && word64(bytes, 0) <= longest
    }

    /// Whether the checksum behind some bytes is theirs.
    private static func isIntact(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> Bool {
        let crc = bytes.extracting(start..<start + count).withUnsafeBufferPointer {
            bk_crc32c($0.baseAddress, $0.count)
        }
        let masked = ((crc >> 15) | (crc << 17)) &+ 0xA282_EAD8
        return masked == UInt32(truncatingIfNeeded: word(bytes, start + count, 4))
    }

    private static func word64(_ bytes: Span<UInt8>, _ start: Int) -> UInt64 {
        word(bytes, start, 8)
    }

    private static func word(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> UInt64 {
        var word: UInt64 = 0
        for position in 0..<count { word |= UInt64(bytes[start + position]) << (8 * position) }
        return word
    }
}
