import BallastEvents
import Testing

@Suite struct JSONCodingTests {
    private struct Sample: Codable, Equatable {
        var text: String
        var values: [Double]
    }

    @Test func pythonsBareWordsAreReadOutsideStringsOnly() throws {
        let json = #"{"text":"NaN \" -Infinity \\","values":[NaN,Infinity,-Infinity,1]}"#
        let sample = try JSONCoding.decode(Sample.self, from: Array(json.utf8), at: "x")
        #expect(sample.text == #"NaN " -Infinity \"#)
        #expect(sample.values[0].isNaN)
        #expect(Array(sample.values[1...]) == [.infinity, -.infinity, 1])
    }

    @Test func keysAreSortedAndSlashesPlain() throws {
        let bytes = try JSONCoding.encode(Sample(text: "a/b", values: [.nan, 1, 0.5]))
        #expect(
            String(decoding: bytes, as: UTF8.self) == #"{"text":"a/b","values":["nan",1,0.5]}"#)
    }
}
