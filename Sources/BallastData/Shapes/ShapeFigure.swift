/// The seven kinds of figure and their outlines, as signed distances (negative inside) in a frame
/// where the figure has a radius of about 1.
///
/// Triangle and star follow Quilez, "2D distance functions" (iquilezles.org).
enum ShapeFigure: String, CaseIterable {
    case circle, square, triangle, star, cross, ring, crescent

    /// No figure reaches farther from its origin.
    static let reach: Float = 1.25

    func distance(_ point: SIMD2<Float>) -> Float {
        switch self {
        case .circle: length(point) - 0.88
        case .square: box(point, SIMD2(0.78, 0.78))
        case .triangle: triangle(point + SIMD2(0, 0.12), halfSide: 1.05)
        case .star: star(point, radius: 1.2, inset: 0.45)
        case .cross: min(box(point, SIMD2(1.05, 0.32)), box(point, SIMD2(0.32, 1.05)))
        case .ring: abs(length(point) - 0.78) - 0.22
        case .crescent: max(length(point) - 1.05, 0.85 - length(point - SIMD2(0.5, 0)))
        }
    }

    private func length(_ point: SIMD2<Float>) -> Float { (point * point).sum().squareRoot() }

    private func box(_ point: SIMD2<Float>, _ half: SIMD2<Float>) -> Float {
        let beyond = SIMD2(abs(point.x), abs(point.y)) - half
        let outside = pointwiseMax(beyond, SIMD2(repeating: 0))
        return length(outside) + min(beyond.max(), 0)
    }

    private func triangle(_ point: SIMD2<Float>, halfSide: Float) -> Float {
        let root: Float = 1.732_050_8
        var folded = SIMD2(abs(point.x) - halfSide, point.y + halfSide / root)
        if folded.x + root * folded.y > 0 {
            folded = SIMD2(folded.x - root * folded.y, -root * folded.x - folded.y) / 2
        }
        folded.x -= min(max(folded.x, -2 * halfSide), 0)
        return folded.y > 0 ? -length(folded) : length(folded)
    }

    private func star(_ point: SIMD2<Float>, radius: Float, inset: Float) -> Float {
        let axis = SIMD2<Float>(0.809_017, -0.587_785_25)
        let mirrored = SIMD2(-axis.x, axis.y)
        var folded = SIMD2(abs(point.x), point.y)
        folded -= axis * (2 * max((axis * folded).sum(), 0))
        folded -= mirrored * (2 * max((mirrored * folded).sum(), 0))
        folded = SIMD2(abs(folded.x), folded.y - radius)
        let edge = SIMD2(-axis.y, axis.x) * inset - SIMD2(0, 1)
        let along = min(max((folded * edge).sum() / (edge * edge).sum(), 0), radius)
        let side = folded.y * edge.x - folded.x * edge.y
        let distance = length(folded - edge * along)
        return side < 0 ? -distance : distance
    }
}
