/// One value of a configuration key as it stands in JSON or YAML.
public enum ConfigurationValue: Hashable, Sendable {
    case number(Double)
    case integer(Int)
    case text(String)
    case flag(Bool)
    /// The key's absence: the default.
    case none
}

extension ConfigurationValue: Codable {
    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .none
        } else if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let integer = try? value.decode(Int.self) {
            self = .integer(integer)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else {
            self = .text(try value.decode(String.self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .number(let number): try value.encode(number)
        case .integer(let integer): try value.encode(integer)
        case .text(let text): try value.encode(text)
        case .flag(let flag): try value.encode(flag)
        case .none: try value.encodeNil()
        }
    }
}

extension ConfigurationValue: CustomStringConvertible {
    /// As it would stand on the command line.
    public var description: String {
        switch self {
        case .number(let number): "\(number)"
        case .integer(let integer): "\(integer)"
        case .text(let text): text
        case .flag(let flag): "\(flag)"
        case .none: "default"
        }
    }
}

extension ConfigurationValue: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByStringLiteral, ExpressibleByBooleanLiteral
{
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(stringLiteral value: String) { self = .text(value) }
    public init(booleanLiteral value: Bool) { self = .flag(value) }
}
