extension Tensor {
    public func unary(_ function: UnaryFunction) -> Tensor { apply(.unary(function)) }
    public func binary(_ function: BinaryFunction, _ other: Tensor) -> Tensor {
        apply(.binary(function), other)
    }

    public func squared() -> Tensor { unary(.square) }
    public func squareRoot() -> Tensor { unary(.squareRoot) }
    public func reciprocal() -> Tensor { unary(.reciprocal) }
    public func absolute() -> Tensor { unary(.absolute) }

    public static prefix func - (operand: Tensor) -> Tensor { operand.unary(.negate) }
    public static func + (lhs: Tensor, rhs: Tensor) -> Tensor { lhs.binary(.add, rhs) }
    public static func - (lhs: Tensor, rhs: Tensor) -> Tensor { lhs.binary(.subtract, rhs) }
    public static func * (lhs: Tensor, rhs: Tensor) -> Tensor { lhs.binary(.multiply, rhs) }
    public static func / (lhs: Tensor, rhs: Tensor) -> Tensor { lhs.binary(.divide, rhs) }
    public static func + (lhs: Tensor, rhs: Double) -> Tensor { lhs.unary(.offset(rhs)) }
    public static func * (lhs: Tensor, rhs: Double) -> Tensor { lhs.unary(.scale(rhs)) }

    public func minimum(_ other: Tensor) -> Tensor { binary(.minimum, other) }
    public func maximum(_ other: Tensor) -> Tensor { binary(.maximum, other) }
}
