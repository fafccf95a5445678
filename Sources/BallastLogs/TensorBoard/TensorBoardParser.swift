import BallastCore
import CKernels

/// Reads the scalars of a TensorBoard event file.
///
/// A file is a sequence of records: the length of the data as a 64-bit number, a checksum of that,
/// the data, a checksum of them. The data are an `Event` in protocol buffers.
struct TensorBoardParser: LogParser {
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

    init(path: String, prefix: String) {
        self.path = path
        self.prefix = prefix
    }

    mutating func consume(_ bytes: Span<UInt8>, into table: inout ColumnTable) {
        guard !isDamaged else { return }
        if carried.isEmpty {
            carry(bytes, from: records(bytes, &table))
            return
        }
        carry(bytes, from: 0)
        let all = carried
        carried = []
        carry(all.span, from: records(all.span, &table))
    }

    func finish(into table: inout ColumnTable) {
        guard !carried.isEmpty, !isDamaged else { return }
        table.note(
            "\(path): the last record is not complete; the run is going on, or it was killed")
    }

    private mutating func carry(_ bytes: Span<UInt8>, from start: Int) {
        guard !isDamaged else { return }
        carried.append(contentsOf: bytes.extracting(start...))
    }

    /// Reads all complete records and returns where the next one begins.
    private mutating func records(_ bytes: Span<UInt8>, _ table: inout ColumnTable) -> Int {
        var start = 0
        while start + 12 <= bytes.count {
            let length = bytes.word64(at: start)
            guard Self.isIntact(bytes, start, 8), length <= Self.longest else {
                stop(at: start, &table)
                return bytes.count
            }
            let data = start + 12
            let end = data + Int(length)
            guard end + 4 <= bytes.count else { break }
            guard Self.isIntact(bytes, data, Int(length)) else {
                stop(at: start, &table)
                return bytes.count
            }
            read(EventMessage(bytes, data..<end), bytes, &table)
            start = end + 4
        }
        offset += start
        return start
    }

    private mutating func stop(at start: Int, _ table: inout ColumnTable) {
        isDamaged = true
        carried = []
        table.note(
            "\(path): the record at byte \(offset + start) is damaged (its checksum does not fit); "
                + "what follows was not read")
    }

    private mutating func read(
        _ event: EventMessage, _ bytes: Span<UInt8>, _ table: inout ColumnTable
    ) {
        guard let summary = event.summary else { return }
        let step = abs(event.step) < RowClock.mostSteps ? event.step : 0
        var fields = ProtoFields(summary)
        while let field = fields.next(bytes) {
            guard field.number == 1, field.wire == .bytes else { continue }
            read(SummaryValue(bytes, field.range), step, bytes, &table)
        }
    }

    private mutating func read(
        _ value: SummaryValue, _ step: Int, _ bytes: Span<UInt8>, _ table: inout ColumnTable
    ) {
        guard let range = value.tag else { return }
        let name = bytes.extracting(range)
        let place = names.find(name) ?? add(name, value, bytes, &table)
        guard !tags[place].isOther, let column = tags[place].column,
            let number = value.number(bytes)
        else { return }
        table.point(column, step: step, value: number)
    }

    /// Takes up a new tag. Only its first value says what it is for.
    private mutating func add(
        _ name: Span<UInt8>, _ value: SummaryValue, _ bytes: Span<UInt8>,
        _ table: inout ColumnTable
    ) -> Int {
        let text = [UInt8](name)
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
        bytes.count >= 12 && isIntact(bytes, 0, 8) && bytes.word64(at: 0) <= longest
    }

    /// Whether the checksum behind some bytes is theirs.
    private static func isIntact(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> Bool {
        let crc = bytes.extracting(start..<start + count).withUnsafeBufferPointer {
            bk_crc32c($0.baseAddress, $0.count)
        }
        let masked = ((crc >> 15) | (crc << 17)) &+ 0xA282_EAD8
        return masked == bytes.word32(at: start + count)
    }
}
