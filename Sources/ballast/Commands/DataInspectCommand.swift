import ArgumentParser
import Ballast

struct DataInspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Tell what a data set holds, and what is wrong with it.",
        discussion: """
            Example: ballast data inspect folder:photos --contact-sheet photos.png

            Every file is decoded. Files that cannot be are listed, as are images that are there \
            more than once, within a part and across parts. The contact sheet has a row for each \
            class.
            """)

    @Argument(help: ArgumentHelp("A data set, as train takes it.", valueName: "spec"))
    var spec: String

    @Option(
        help: ArgumentHelp(
            "Data that shall be validated on, to be compared with the first.", valueName: "spec"))
    var validationData: String?

    @Option(
        help: ArgumentHelp(
            "Height and width of the images. (default: the data's own, 64 where they differ)",
            valueName: "pixels"))
    var imageSize: Int?

    @Option(help: ArgumentHelp("A PNG file of samples to write.", valueName: "file"))
    var contactSheet: String?

    @Option(help: "How the result is written to standard output.")
    var format = OutputFormat.text

    @Flag(help: "No progress on standard error.")
    var quiet = false

    /// What images are brought to where they have no common size.
    private static let commonSize = 64

    func run() throws {
        let parts = try load()
        let inspection = try DatasetInspection(parts)
        var rows: [String]?
        if let contactSheet {
            let sheet = try ContactSheet(parts.train)
            try AtomicFile.write(contactSheet, try PNGEncoder.encode(sheet.image))
            rows = sheet.classes.map { parts.train.classNames[$0] }
        }
        let answer = InspectionAnswer(
            inspection, spec: parts.spec.description, contactSheet: contactSheet, rows: rows)
        switch format {
        case .json: try Console.output(json: answer)
        case .text:
            let style = TerminalStyle.detected(fileDescriptor: 1)
            Console.output(InspectionText(answer, style: style).text)
        }
    }

    private func load() throws -> DatasetParts {
        let dataset = try DatasetSpec(parsing: spec, option: "spec")
        let bar = WorkProgress("images decoded", isQuiet: quiet)
        defer { bar.end() }
        var options = LoadingOptions(imageSize: imageSize)
        options.skipsBadFiles = true
        options.progress = bar.report
        var parts: DatasetParts
        do {
            parts = try dataset.load(options)
        } catch {
            guard imageSize == nil, error.kind == .usage, error.place == "--image-size" else {
                throw error
            }
            options.imageSize = Self.commonSize
            parts = try dataset.load(options)
        }
        guard let validationData else { return parts }
        options.imageSize = parts.train.imageShape.height
        options.classNames = parts.train.classNames
        let other = try DatasetSpec(parsing: validationData, option: "--validation-data")
            .load(options)
        return try parts.validated(on: other)
    }
}
