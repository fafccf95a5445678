import BallastCore
import BallastTraining
import Testing

@Suite struct SafetensorsTests {
    private func file(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
        let length = UInt64(header.utf8.count)
        return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8)
            + data
    }

    private static let sample = SafetensorsFile(
        metadata: ["format": "pt", "a": "quote \" and \n"],
        tensors: [
            SafetensorsTensor(
                name: "z.weight", shape: [2, 3],
                floats: [1, -0.0, .infinity, .leastNonzeroMagnitude, 3.25, -1e30]),
            SafetensorsTensor(name: "bn.num_batches_tracked", shape: .scalar, integers: [-7]),
            SafetensorsTensor(name: "empty", shape: [0, 4], floats: []),
            SafetensorsTensor(name: "a.bias", shape: [1], floats: [2]),
        ])

    @Test func whatIsWrittenComesBackInOrder() throws {
        let bytes = Self.sample.bytes()
        let read = try SafetensorsFile(bytes: bytes, at: "x")
        #expect(read == Self.sample)
        #expect(read["a.bias"]?.hostTensor == HostTensor(shape: [1], values: [2]))
        #expect(read["bn.num_batches_tracked"]?.hostTensor == nil)
        #expect(read["none"] == nil)
    }

    @Test func bytesAreExactlyThese() {
        let file = SafetensorsFile(
            metadata: ["b": "2", "a": "1"],
            tensors: [SafetensorsTensor(name: "w", shape: [1, 1], floats: [1])])
        let header =
            #"{"__metadata__":{"a":"1","b":"2"},"w":{"dtype":"F32","shape":[1,1],"#
            + #""data_offsets":[0,4]}}"#
        let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
        #expect(file.bytes() == self.file(padded, [0, 0, 0x80, 0x3f]))
    }

    @Test func nonFiniteValuesAreKept() throws {
        let file = SafetensorsFile(
            tensors: [SafetensorsTensor(name: "n", shape: [2], floats: [.nan, -.infinity])])
        let read = try SafetensorsFile(bytes: file.bytes(), at: "x")
        #expect(read["n"]?.hostTensor?.values[0].isNaN == true)
        #expect(read["n"]?.hostTensor?.values[1] == -.infinity)
    }

    @Test(arguments: [
        ("F16", [0x00, 0x3c, 0x00, 0xc0] as [UInt8], [1, -2] as [Float]),
        ("BF16", [0x80, 0x3f, 0x20, 0xc0], [1, -2.5]),
        ("F32", [0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0], [1, -2.5]),
        (
            "F64",
            [0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 0x04, 0xc0], [1, -2.5]
        ),
    ])
    func everyFloatingTypeIsRead(type: String, data: [UInt8], values: [Float]) throws {
        let header =
            #"{"t":{"dtype":""# + type + #"","shape":[2],"data_offsets":[0,\#(data.count)]}}"#
        let read = try SafetensorsFile(bytes: file(header, data), at: "x")
        #expect(read.tensors.first?.values == .floats(values))
        #expect(read.tensors.first?.type.rawValue == type)
    }

    @Test(arguments: [
        (#"{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 4, "truncated"),
        (#"{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4, "need 8"),
        (#"{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 8, "belong to no tensor"),
        (#"{"t":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, "hole"),
        (#"{"t":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 8, "impossible place"),
        (#"{"t":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#, 8, "impossible place"),
        (#"{"t":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#, 8, "impossible place"),
        (#"{"t":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4, "impossible shape"),
        (
            #"{"t":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}"#, 4,
            "impossible shape"
        ),
        (#"{"t":{"dtype":"U4","shape":[1],"data_offsets":[0,4]}}"#, 4, "type U4"),
        (
            #"{"s":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
                + #""t":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}"#, 6, "overlaps"
        ),
        (#"{"t":{"dtype":"F32","shape":[1]}}"#, 4, "not that of a safetensors file"),
        ("[]", 0, "not that of a safetensors file"),
        ("nonsense", 0, "not that of a safetensors file"),
    ])
    func faultyFilesNameFileAndTensor(header: String, dataCount: Int, message: String) {
        let bytes = file(header, Array(repeating: 0, count: dataCount))
        let error = #expect(throws: BallastError.self) {
            try SafetensorsFile(bytes: bytes, at: "weights.safetensors")
        }
        #expect(error?.kind == .badInput && error?.place == "weights.safetensors")
        #expect(error?.what.contains(message) == true, "\(String(describing: error))")
        if header.contains("\"t\"") && header.contains("data_offsets") && dataCount > 0
            && message != "belong to no tensor"
        {
            #expect(error?.what.contains("'t'") == true)
        }
    }

    @Test func everyTruncationIsBadInput() {
        let bytes = Self.sample.bytes()
        for count in 0..<bytes.count {
            let error = #expect(throws: BallastError.self) {
                try SafetensorsFile(bytes: Array(bytes[..<count]), at: "x")
            }
            #expect(error?.kind == .badInput)
        }
    }

    @Test func anAbsurdHeaderLengthIsRefused() {
        let error = #expect(throws: BallastError.self) {
            try SafetensorsFile(bytes: Array(repeating: 0xff, count: 64), at: "x")
        }
        #expect(error?.kind == .badInput)
    }

    @Test func aMissingFileIsNotFound() {
        let error = #expect(throws: BallastError.self) {
            try SafetensorsFile(contentsOf: "/nonexistent/x.safetensors")
        }
        #expect(error?.kind == .notFound)
    }
}
