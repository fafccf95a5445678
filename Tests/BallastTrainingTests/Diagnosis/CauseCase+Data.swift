import BallastEvents

extension CauseCase {
    static let data: [CauseCase] = [
        CauseCase(
            cause: .dataOrder, name: "class after class", fault: { $0.order = .byClass }),
        CauseCase(
            cause: .badBatch, name: "one inverted image of enormous contrast",
            spoiled: .gain(sample: 100, -300), base: { $0.learningRate = 0.03 }),
        CauseCase(
            cause: .inputNotNormalized, name: "bytes in front of a perceptron",
            fault: { $0.pixels = .bytes }),
        CauseCase(
            cause: .inputNotNormalized, name: "bytes in front of convolutions",
            base: { $0.model = "cnn:depth=2,width=8" }, fault: { $0.pixels = .bytes }),
        CauseCase(
            cause: .secondMomentLag, name: "contrast that comes when the moment is small",
            train: Gratings(noise: 75), spoiledInBoth: .fadedIn(gain: 0.0003, from: 5, to: 7),
            base: {
                $0.optimizer = .adam
                $0.initialization = .he
                $0.learningRate = 0.003
                $0.beta2 = 0.9
                $0.steps = 256
                $0.probes = .full
            }, fault: { $0.beta2 = 0.9995 }, harmless: [.secondMomentSurge]),
        CauseCase(
            cause: .numericOverflow, name: "squares beyond float32 under batch norm",
            spoiled: .gainOfAll(1e19),
            base: {
                $0.model = "cnn:depth=2,width=8"
                $0.normalization = .batch
            }),
        CauseCase(
            cause: .nonFiniteData, name: "one pixel that is not a number",
            spoiled: .notANumber(sample: 100)),
        CauseCase(
            cause: .overfitting, name: "48 images with wrong labels among them",
            train: Gratings(count: 48, noise: 120, relabelled: 0.3), twinTrain: Gratings(),
            base: {
                $0.steps = 300
                $0.learningRate = 0.03
            }, verdict: .likely),
    ]

    static let rules: [CauseCase] = [
        CauseCase(
            cause: .validationNoise, name: "validation on six images",
            base: {
                $0.batchSize = 6
                $0.learningRate = 0.04
                $0.validateEvery = .every(6)
                $0.steps = 240
            }, fault: { $0.validationBatches = .count(1) }),
        CauseCase(
            cause: .prematureStop, name: "stopped on the plateau at the start",
            base: {
                $0.learningRate = 0.01
                $0.validateEvery = .every(4)
                $0.steps = 240
            },
            fault: {
                $0.earlyStop = try EarlyStopSpec(
                    parsing: "patience=1,min-delta=0.15,start-epoch=1")
            }, verdict: .likely),
        CauseCase(
            cause: .prematureStop, name: "a rate that is cut at the first doubt",
            base: {
                $0.learningRate = 0.01
                $0.validateEvery = .every(4)
                $0.steps = 400
            },
            fault: {
                $0.validationBatches = .count(1)
                $0.schedule = try ScheduleSpec(parsing: "plateau:patience=0,factor=0.1")
            }, verdict: .likely, companions: [.validationNoise]),
    ]
}
