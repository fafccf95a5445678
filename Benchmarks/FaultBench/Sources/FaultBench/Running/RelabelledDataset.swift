import Ballast

/// A data set some of whose labels are drawn anew.
struct RelabelledDataset: ImageDataset {
    private let base: any ImageDataset
    private let labels: [Int]
    let digest: String

    /// - Parameter share: of the samples whose label is drawn from all classes.
    init(_ base: any ImageDataset, share: Double) {
        let random = CounterRandom(seed: 5, domain: 900)
        let classes = base.classNames.count
        labels = (0..<base.count).map { index in
            let place = UInt64(index)
            return Double(random.uniform(2 * place)) < share
                ? random.integer(2 * place + 1, below: classes) : base.label(at: index)
        }
        self.base = base
        var checksum = Checksum()
        checksum.update("\(base.digest) relabelled \(share)")
        digest = checksum.hexadecimal
    }

    var name: String { base.name }
    var count: Int { base.count }
    var classNames: [String] { base.classNames }
    var imageShape: ImageShape { base.imageShape }

    func label(at index: Int) -> Int { labels[index] }

    func copyPixels(at index: Int, into destination: UnsafeMutableBufferPointer<UInt8>) throws {
        try base.copyPixels(at: index, into: destination)
    }
}
