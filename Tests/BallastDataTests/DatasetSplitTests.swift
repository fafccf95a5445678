import BallastData
import Testing

@Suite struct DatasetSplitTests {
    @Test func partsAreDisjointCompleteAndProportional() {
        let dataset = smallDataset()
        let (train, validation) = DatasetSplit.stratified(dataset, fraction: 0.2, seed: 3)
        #expect(Set(train.indices).isDisjoint(with: validation.indices))
        #expect((train.indices + validation.indices).sorted() == Array(0..<100))
        #expect(dataset.classCounts() == [40, 50, 10])
        #expect(validation.classCounts() == [8, 10, 2])
    }

    @Test func theSeedDecides() {
        let dataset = smallDataset()
        let first = DatasetSplit.stratified(dataset, seed: 3).validation
        #expect(first.digest == DatasetSplit.stratified(dataset, seed: 3).validation.digest)
        #expect(first.indices != DatasetSplit.stratified(dataset, seed: 4).validation.indices)
    }

    @Test func rareClassesKeepAnImageForTraining() {
        let (train, validation) = DatasetSplit.stratified(
            smallDataset(count: 11), fraction: 0.9, seed: 0)
        #expect(train.classCounts().allSatisfy { $0 >= 1 })
        #expect(validation.classCounts().allSatisfy { $0 >= 1 })
        #expect(DatasetSplit.stratified(smallDataset(), fraction: 0, seed: 0).validation.count == 0)
    }

    @Test func subsetsRelabelAndKeepNames() throws {
        let dataset = smallDataset()
        let subset = SubsetDataset(dataset, keeping: [2, 0])
        #expect(subset.classNames == ["c", "a"])
        #expect(subset.classCounts() == [10, 40])
        #expect(subset.label(at: 0) == 0 && subset.indices[0] == 0)
        #expect(try subset.pixels(at: 2) == dataset.pixels(at: subset.indices[2]))
        #expect(subset.digest != dataset.digest)
    }
}
