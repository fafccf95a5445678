/// The contents of a safetensors file: eight bytes of header length (little-endian), a JSON header
/// with the place of each tensor, and the tensors' bytes.
///
/// The format is that of <https://github.com/huggingface/safetensors>; as its reader does, this one
/// refuses overlaps and holes.
public struct SafetensorsFile: Equatable, Sendable {
    /// Free text by name, such as `format`.
    public var metadata: [String: String]
    /// In the order of their bytes in the file.
    public var tensors: [SafetensorsTensor]

    public init(metadata: [String: String] = [:], tensors: [SafetensorsTensor]) {
        self.metadata = metadata
        self.tensors = tensors
    }

    /// The tensor of that name, or nil.
    ///
    /// - Complexity: O(number of tensors).
    public subscript(name: String) -> SafetensorsTensor? {
        tensors.first { $0.name == name }
    }
}
