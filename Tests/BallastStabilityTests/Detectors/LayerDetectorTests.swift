import BallastCore
import BallastEvents
import BallastStability
import Testing

@Suite("Detectors of labels, order, pixels and layers")
struct LayerDetectorTests {
    private func record(_ change: (inout RunRecord) -> Void) -> RunRecord {
        var record = RunRecord(source: RecordSource(kind: "ballast-run", path: "test", steps: 0))
        record.series[.trainLoss] = Series(
            steps: Array(1...40), values: [Double](repeating: 1, count: 40))
        change(&record)
        return record
    }

    private func symptoms(_ record: RunRecord) -> [Symptom] {
        Detectors.findings(in: record).map(\.symptom)
    }

    @Test(arguments: [0.0, 0.1, 1.0])
    func labelsInBlocks(mixed: Double) {
        var dice = Dice(3)
        let record = record { record in
            for step in 1...40 {
                var counts = [Int](repeating: 0, count: 5)
                for _ in 0..<32 {
                    counts[dice.uniform() < mixed ? Int(dice.uniform() * 5) : step / 8 % 5] += 1
                }
                record.labelCounts.append(counts, at: step)
            }
        }
        #expect(symptoms(record) == (mixed < 1 ? [.skewedOrder] : []))
    }

    @Test func labelsOfUnequalClassesAreNoSkew() {
        var dice = Dice(4)
        let record = record { record in
            for step in 1...200 {
                var counts = [0, 0, 0]
                for _ in 0..<16 {
                    counts[dice.uniform() < 0.9 ? 0 : 1 + Int(2 * dice.uniform()) % 2] += 1
                }
                record.labelCounts.append(counts, at: step)
            }
        }
        #expect(symptoms(record).isEmpty)
    }

    @Test(arguments: [true, false])
    func theSameBatchesEveryEpoch(repeats: Bool) {
        let record = record { record in
            for step in 0..<40 {
                let checksum = UInt64(repeats ? step % 10 : step)
                let batch = BatchIdentity(
                    epoch: step / 10, position: step % 10 * 8, checksum: checksum)
                record.batches.append(batch, at: step + 1)
            }
        }
        #expect(symptoms(record) == (repeats ? [.skewedOrder] : []))
    }

    @Test func oneBatchAnEpochIsTheSameInAnyOrder() {
        let record = record { record in
            for step in 0..<40 {
                let batch = BatchIdentity(epoch: step, position: 0, checksum: 5)
                record.batches.append(batch, at: step + 1)
            }
        }
        #expect(symptoms(record).isEmpty)
    }

    @Test(
        arguments: [(0.45, 0.25, false), (0, 1, false), (0, 1.0 / 255, true)]
            as [(Double, Double, Bool)])
    func pixelsOfTheWrongScale(mean: Double, deviation: Double, isWrong: Bool) {
        let record = record {
            $0.preprocessing = Preprocessing(
                mean: [mean], std: [deviation], imageSize: 8, channels: 1)
        }
        #expect(symptoms(record) == (isWrong ? [.inputScale] : []))
    }

    @Test(arguments: [(0.2, []), (0.8, [.deadUnits])] as [(Double, [Symptom])])
    func deadChannels(share: Double, expected: [Symptom]) {
        let record = record { record in
            record.layers = [1, 11, 21, 31].map { step in
                LayerRecord(
                    step: step,
                    layers: [
                        LayerProbe(name: "a", deadFraction: step == 1 ? 0 : share),
                        LayerProbe(name: "b", deadFraction: 0.1),
                    ])
            }
        }
        #expect(symptoms(record) == expected)
    }

    @Test(
        arguments: [
            ([0.5, 0.4, 0.3, 0.5], []), ([1e-7, 1e-5, 1e-3, 0.5], [.vanishingGradient]),
            ([900, 500, 30, 0.5], [.explodingGradient]), ([900, 0.5, 0.4, 0.5], []),
        ] as [([Double], [Symptom])])
    func gradientsFromLayerToLayer(norms: [Double], expected: [Symptom]) {
        let record = record { record in
            record.layers = [1, 11, 21].map { step in
                LayerRecord(
                    step: step,
                    layers: norms.enumerated().map { index, norm in
                        LayerProbe(name: "layer\(index)", gradientNorm: norm)
                    })
            }
        }
        #expect(symptoms(record) == expected)
    }

    @Test func aGradientThatOutgrowsItsSecondMoment() {
        for (peak, expected) in [(5.0, [Symptom.secondMomentSurge]), (1.6, [])] {
            let record = record { record in
                record.layers = (1...40).map { step in
                    let ratio = step == 1 ? 9 : step == 30 ? peak : 1
                    return LayerRecord(
                        step: step, layers: [LayerProbe(name: "a", secondMomentRatio: ratio)])
                }
            }
            #expect(symptoms(record) == expected)
        }
    }
}
