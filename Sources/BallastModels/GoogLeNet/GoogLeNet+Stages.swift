extension GoogLeNet {
    /// A run of inception blocks and the pooling kernel behind them.
    struct Stage {
        var number: Int
        var blocks: [InceptionBlock.Widths]
        var pool: Int?
    }

    /// Table 1 of the paper.
    static let stages = [
        Stage(
            number: 3,
            blocks: [
                .init(64, 96, 128, 16, 32, 32),
                .init(128, 128, 192, 32, 96, 64),
            ],
            pool: 3),
        Stage(
            number: 4,
            blocks: [
                .init(192, 96, 208, 16, 48, 64),
                .init(160, 112, 224, 24, 64, 64),
                .init(128, 128, 256, 24, 64, 64),
                .init(112, 144, 288, 32, 64, 64),
                .init(256, 160, 320, 32, 128, 128),
            ],
            pool: 2),
        Stage(
            number: 5,
            blocks: [
                .init(256, 160, 320, 32, 128, 128),
                .init(384, 192, 384, 48, 128, 128),
            ],
            pool: nil),
    ]
}
