import BallastCore

/// All random choices of one picture of `shapes7`.
struct ShapeScene {
    private let figure: ShapeFigure
    private let centre: SIMD2<Float>
    private let radius: Float
    /// The figure's first axis in the picture, a unit vector.
    private let axis: SIMD2<Float>
    /// How much longer the figure is along its first axis than across.
    private let stretch: Float
    private let background: ShapeFill
    private let foreground: ShapeFill
    private let distractors: [ShapeDistractor]

    /// - Parameter difficulty: from 0 to 1, see ``Shapes7Recipe/difficulty``.
    init(_ figure: ShapeFigure, difficulty: Float, random: CounterRandom) {
        var draws = DrawSequence(random)
        self.figure = figure
        radius = draws.uniform((0.30 - 0.12 * difficulty)...0.38)
        let margin = min(radius * 1.05, 0.5)
        centre = draws.point(margin...(1 - margin))
        axis = draws.direction()
        stretch = draws.uniform(1...(1 + 0.3 * difficulty))

        let texture = 0.04 + 0.16 * difficulty
        let background = ShapeFill(
            from: draws.colour(), gradient: 0.2 + 0.4 * difficulty, texture: texture,
            draws: &draws)
        let contrast = 0.55 - 0.3 * difficulty
        let colour = Self.colour(farFrom: background, by: contrast, draws: &draws)
        self.background = background
        foreground = ShapeFill(
            from: colour, gradient: 0.3 * contrast, texture: texture / 2, draws: &draws)

        let count = draws.integer(below: 3 + Int(6 * difficulty))
        distractors = (0..<count).map { _ in
            ShapeDistractor(frontShare: 0.6 * difficulty, draws: &draws)
        }
    }

    /// The first of 16 random colours that is far enough from both ends of the background's
    /// gradient, else the farthest of them. Distances are root mean squares over the channels.
    private static func colour(
        farFrom background: ShapeFill, by contrast: Float, draws: inout DrawSequence
    ) -> SIMD3<Float> {
        var farthest: (colour: SIMD3<Float>, distance: Float) = (.zero, -1)
        for _ in 0..<16 {
            let colour = draws.colour()
            let (first, second) = (colour - background.start, colour - background.end)
            let squares = min((first * first).sum(), (second * second).sum())
            let distance = (squares / 3).squareRoot()
            if distance >= contrast { return colour }
            if distance > farthest.distance { farthest = (colour, distance) }
        }
        return farthest.colour
    }

    func paint(on canvas: inout ShapeCanvas) {
        canvas.fill { background.colour(at: $0) }
        for distractor in distractors where !distractor.isInFront {
            distractor.paint(on: &canvas)
        }
        paintFigure(on: &canvas)
        for distractor in distractors where distractor.isInFront {
            distractor.paint(on: &canvas)
        }
    }

    private func paintFigure(on canvas: inout ShapeCanvas) {
        let scale = SIMD2(stretch.squareRoot(), 1 / stretch.squareRoot()) * radius
        canvas.paint(
            around: centre, reach: ShapeFigure.reach * scale.x,
            distance: { point in
                let offset = point - centre
                let along = (offset * axis).sum()
                let across = axis.x * offset.y - axis.y * offset.x
                return figure.distance(SIMD2(along, across) / scale) * scale.y
            },
            colour: { foreground.colour(at: $0) })
    }
}
