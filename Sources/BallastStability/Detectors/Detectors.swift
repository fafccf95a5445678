import BallastEvents

/// The detectors that exist, in the order in which a person should read their findings.
public enum Detectors {
    public static let all: [any RecordDetector] = [
        NonFiniteDetector(),
        TrainSpikeDetector(),
        GradientSpikeDetector(),
        ValidationSpikeDetector(),
        DivergenceDetector(),
        NotLearningDetector(),
        UnstableDetector(),
        ModeGapDetector(),
        GeneralizationGapDetector(),
        NoisyValidationDetector(),
        RateJumpDetector(),
        StoppedWhileImprovingDetector(),
        LargeUpdatesDetector(),
        SkewedOrderDetector(),
        InputScaleDetector(),
        DeadUnitsDetector(),
        VanishingGradientDetector(),
        ExplodingGradientDetector(),
        SecondMomentSurgeDetector(),
    ]

    /// What all detectors find in a record.
    public static func findings(in record: RunRecord) -> [Finding] {
        all.flatMap { $0.findings(in: record) }
    }
}
