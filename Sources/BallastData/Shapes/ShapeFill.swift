/// How a surface is coloured: a gradient from one side of the picture to the other with stripes of
/// brightness on it.
struct ShapeFill {
    let start: SIMD3<Float>
    let change: SIMD3<Float>
    /// Where the gradient goes, a unit vector.
    let direction: SIMD2<Float>
    /// Stripes across the picture along each axis.
    let frequency: SIMD2<Float>
    let amplitude: Float
    let phase: Float

    /// - Parameters:
    ///   - gradient: the most that a channel changes across the picture.
    ///   - texture: the most that the stripes change brightness.
    init(
        from start: SIMD3<Float>, gradient: Float, texture: Float, draws: inout DrawSequence
    ) {
        self.start = start
        let end = (start + (draws.colour() * 2 - 1) * gradient)
            .clamped(lowerBound: .zero, upperBound: .one)
        change = end - start
        direction = draws.direction()
        frequency = draws.direction() * draws.uniform(1...6)
        amplitude = draws.uniform(0...texture)
        phase = draws.uniform(0...1)
    }

    /// The colour at the far side of the gradient.
    var end: SIMD3<Float> { start + change }

    @inline(__always)
    func colour(at point: SIMD2<Float>) -> SIMD3<Float> {
        let offset = (point - 0.5) * direction
        let along = min(max(offset.sum() * 0.8 + 0.5, 0), 1)
        let turns = (point * frequency).sum() + phase
        return start + change * along + amplitude * wave(turns)
    }

    /// A smooth wave of period 1 between −1 and 1, made of parabolas.
    @inline(__always)
    private func wave(_ turns: Float) -> Float {
        let x = 2 * (turns - turns.rounded(.down)) - 1
        return 4 * x * (1 - abs(x))
    }
}
