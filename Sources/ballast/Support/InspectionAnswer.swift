import Ballast

/// The answer of `ballast data inspect`.
struct InspectionAnswer: Encodable {
    struct Part: Encodable {
        let name: String
        let images: Int
        /// Images of each class, in the order of `classes`.
        let perClass: [Int]
        let imbalance: Double
        let order: LabelOrder
    }

    struct Files: Encodable {
        let formats: [String: Int]
        let channels: [String: Int]
        let smallest: FileSummary.Extents
        let median: FileSummary.Extents
        let largest: FileSummary.Extents
    }

    struct Copy: Encodable {
        let part: String
        let index: Int
        let label: String
        /// Nil where images have no files of their own.
        let file: String?
    }

    struct Duplicates: Encodable {
        let images: [Copy]
        let equalFiles: Bool
        let acrossParts: Bool
        let contradicting: Bool
    }

    struct Neighbours: Encodable {
        let share: Double
        let chance: Double
        let images: Int
        let byChance: Bool
    }

    let schema = 1
    let data: String
    let classes: [String]
    let channels: Int
    let height: Int
    let width: Int
    let parts: [Part]
    let mean: [Double]
    let std: [Double]
    let files: Files?
    let duplicates: [Duplicates]
    /// Images of other parts that the training part holds too.
    let leaked: Int
    let neighbours: Neighbours?
    let unreadable: [SkippedFile]
    let ignoredFiles: Int
    let notes: [String]
    let contactSheet: String?
    /// The classes of the contact sheet's rows.
    let contactSheetRows: [String]?

    init(
        _ inspection: DatasetInspection, spec: String, contactSheet: String?, rows: [String]?
    ) {
        data = spec
        classes = inspection.classNames
        channels = inspection.imageShape.channels
        height = inspection.imageShape.height
        width = inspection.imageShape.width
        parts = inspection.parts.map {
            Part(
                name: $0.name, images: $0.count, perClass: $0.classCounts,
                imbalance: $0.imbalance, order: $0.order)
        }
        mean = inspection.normalization.mean.map(Double.init)
        std = inspection.normalization.standardDeviation.map(Double.init)
        files = inspection.files.map(Files.init)
        let names = inspection.classNames
        duplicates = inspection.duplicates.map { Duplicates($0, names) }
        leaked = inspection.leakedImages.count
        neighbours = inspection.agreement.map {
            Neighbours(
                share: $0.share, chance: $0.chance, images: $0.count, byChance: $0.isByChance)
        }
        unreadable = inspection.skipped
        ignoredFiles = inspection.ignoredFiles
        notes = inspection.notes
        self.contactSheet = contactSheet
        contactSheetRows = rows
    }
}

extension InspectionAnswer.Files {
    init(_ files: FileSummary) {
        formats = Dictionary(uniqueKeysWithValues: files.formats.map { ($0.rawValue, $1) })
        let names = [1: "grey", 2: "greyAlpha", 3: "rgb", 4: "rgbAlpha"]
        channels = Dictionary(
            uniqueKeysWithValues: files.channels.map { (names[$0] ?? "\($0)", $1) })
        smallest = files.smallest
        median = files.median
        largest = files.largest
    }
}

extension InspectionAnswer.Duplicates {
    init(_ group: DuplicateGroup, _ classNames: [String]) {
        images = group.images.map {
            InspectionAnswer.Copy(
                part: $0.part, index: $0.index, label: classNames[$0.label], file: $0.file)
        }
        equalFiles = group.hasEqualFiles
        acrossParts = Set(group.images.map(\.part)).count > 1
        contradicting = group.contradicts
    }
}
