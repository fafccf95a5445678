import BallastEvents

/// Reads the list of layers of a journal's line; see ``EventLineReader``.
struct LayerProbeReader {
    /// The fields in the order of their names.
    private enum Key: Int, CaseIterable {
        case activationPeak, activationScale, batchNormDrift, deadFraction, gradientNorm, name
        case saturatedFraction, secondMomentRatio, updateNorm, weightNorm
    }

    private let keys = FieldNames(Key.allCases.map { "\($0)" })
    private var numbers = [Double?](repeating: nil, count: Key.allCases.count)

    /// - Returns: false where the value that comes next is not of the form that is written.
    mutating func read(
        _ fields: inout JSONFields, _ bytes: Span<UInt8>, into layers: inout [LayerProbe]
    ) -> Bool {
        layers = JSONFields.emptied(layers)
        return fields.elements(bytes) { fields in
            guard let layer = layer(&fields, bytes) else { return false }
            layers.append(layer)
            return true
        }
    }

    private mutating func layer(_ fields: inout JSONFields, _ bytes: Span<UInt8>) -> LayerProbe? {
        for key in numbers.indices { numbers[key] = nil }
        var name: String?
        var parts = fields.nested
        while let position = parts.next(of: keys, bytes) {
            if position == Key.name.rawValue {
                name = parts.text(bytes)
                guard name != nil else { return nil }
            } else {
                guard let value = parts.number(bytes) else { return nil }
                numbers[position] = value
            }
        }
        guard fields.end(parts), let name else { return nil }
        let values = numbers
        let value = { (key: Key) in values[key.rawValue] }
        return LayerProbe(
            name: name, gradientNorm: value(.gradientNorm), weightNorm: value(.weightNorm),
            updateNorm: value(.updateNorm), activationScale: value(.activationScale),
            activationPeak: value(.activationPeak), deadFraction: value(.deadFraction),
            saturatedFraction: value(.saturatedFraction),
            batchNormDrift: value(.batchNormDrift), secondMomentRatio: value(.secondMomentRatio))
    }
}
