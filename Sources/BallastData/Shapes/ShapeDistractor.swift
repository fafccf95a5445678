/// Clutter that belongs to no class: a thin line or a small blob.
struct ShapeDistractor {
    let start: SIMD2<Float>
    let end: SIMD2<Float>
    let halfWidth: Float
    let colour: SIMD3<Float>
    /// Whether it crosses the figure instead of hiding behind it.
    let isInFront: Bool

    init(frontShare: Float, draws: inout DrawSequence) {
        let isLine = draws.uniform(0...1) < 0.6
        start = draws.point(0...1)
        let reach: ClosedRange<Float> = isLine ? 0.2...0.7 : 0...0.04
        end = start + draws.direction() * draws.uniform(reach)
        halfWidth = isLine ? draws.uniform(0.01...0.025) : draws.uniform(0.03...0.06)
        colour = draws.colour()
        isInFront = isLine && draws.uniform(0...1) < frontShare
    }

    func paint(on canvas: inout ShapeCanvas) {
        let edge = end - start
        let squaredLength = max((edge * edge).sum(), 1e-6)
        canvas.paint(
            around: (start + end) / 2, reach: squaredLength.squareRoot() / 2 + halfWidth,
            distance: { point in
                let offset = point - start
                let along = min(max((offset * edge).sum() / squaredLength, 0), 1)
                let rest = offset - edge * along
                return (rest * rest).sum().squareRoot() - halfWidth
            },
            colour: { _ in colour })
    }
}
