import BallastData
import Testing

@Suite struct SamplerTests {
    private let data = smallDataset(count: 200)

    @Test func stratifiedOrdersAreNewPermutationsOfEvenMix() {
        let sampler = StratifiedSampler(data, seed: 4)
        let orders = (0..<5).map { sampler.order(count: 200, epoch: $0) }
        #expect(Set(orders).count == 5)
        #expect(sampler.order(count: 200, epoch: 2) == orders[2])
        #expect(StratifiedSampler(data, seed: 5).order(count: 200, epoch: 0) != orders[0])
        let shares = data.classCounts().map { Double($0) / 200 }
        for order in orders {
            #expect(order.sorted() == Array(0..<200))
            for start in 0..<(200 - 32) {
                let stretch = order[start..<(start + 32)].map(data.label(at:))
                for (label, share) in shares.enumerated() {
                    let count = Double(stretch.filter { $0 == label }.count)
                    #expect(abs(count - 32 * share) < 1 + 3 * share)
                }
            }
        }
    }

    @Test func weightedOrdersDrawClassesEqually() {
        let sampler = ClassBalancedSampler(data, seed: 4)
        var counts = [0, 0, 0]
        var images = [Int](repeating: 0, count: 200)
        for epoch in 0..<50 {
            let order = sampler.order(count: 200, epoch: epoch)
            #expect(order.count == 200 && order.allSatisfy { (0..<200).contains($0) })
            for index in order {
                counts[data.label(at: index)] += 1
                images[index] += 1
            }
        }
        // 10000 draws: a third each, within six standard deviations of 47.
        for count in counts { #expect(abs(count - 3333) < 283) }
        // The rare class has 20 images, each drawn 167 times on average.
        let rare = (0..<200).filter { data.label(at: $0) == 2 }.map { images[$0] }
        #expect(rare.allSatisfy { abs($0 - 167) < 80 })
        #expect(sampler.order(count: 200, epoch: 1) == sampler.order(count: 200, epoch: 1))
        #expect(sampler.order(count: 200, epoch: 1) != sampler.order(count: 200, epoch: 0))
    }
}
