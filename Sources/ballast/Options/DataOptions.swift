import ArgumentParser
import Ballast

struct DataOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What to train on: shapes7[:key=value,…] or fashion-mnist[:CLASSES]. "
                + "(default: shapes7)",
            valueName: "spec"))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "What to validate on. (default: the data's own test part, else 15 % held out)",
            valueName: "spec"))
    var validationData: String?

    @Option(
        help: ArgumentHelp(
            "Height and width of the images in pixels. (default: the data's own)",
            valueName: "pixels"))
    var imageSize: Int?

    @Option(
        help: ArgumentHelp("Classes of the model. (default: the data's own)", valueName: "number"))
    var classes: Int?

    @Option(help: "What to do about a file that cannot be decoded. (default: fail)")
    var onBadFile: BadFilePolicy?

    func collect(into changes: inout ConfigurationChanges) {
        changes.set(.data, \.data, data)
        changes.set(.validationData, optional: \.validationData, validationData)
        changes.set(.imageSize, optional: \.imageSize, imageSize)
        changes.set(.classes, optional: \.classes, classes)
        changes.set(.onBadFile, \.onBadFile, onBadFile)
    }
}
