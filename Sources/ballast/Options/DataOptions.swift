import ArgumentParser
import Ballast

struct DataOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What to train on: folder:DIR[,key=value,…] (a folder of images for each class), "
                + "idx:DIR, cifar10:DIR, cifar100:DIR, shapes7[:key=value,…] or "
                + "fashion-mnist[:CLASSES]. (default: shapes7)",
            valueName: "spec"))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "What to validate on. (default: the data's own validation or test part, else 15 % "
                + "held out)",
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

    @Option(
        help: ArgumentHelp(
            "The order of the training images; 'shuffled', 'stratified' (each batch has the mix of "
                + "all) and 'weighted' (drawn so that classes are equally frequent) are new each "
                + "epoch. (default: shuffled)"))
    var order: SampleOrder?

    @Option(
        help: ArgumentHelp(
            "Decides the order of the training images alone. (default: the seed)",
            valueName: "number"))
    var orderSeed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Train on so many images only, the same share of each class. (default: all)",
            valueName: "number"))
    var subset: Int?

    @Option(
        help: ArgumentHelp(
            "Whether the images that do not fill an epoch's last batch are left out of it. "
                + "(default: true)",
            valueName: "bool"))
    var dropLast: Bool?

    @Option(
        help: ArgumentHelp(
            "Steps joined by '+', each with options behind a colon: "
                + "resize:SIZE[,fit=stretch|cover], center-crop, random-crop[:padding=N], "
                + "random-resized-crop[:scale=A-B,ratio=A-B], rotate:DEGREES, flip[:p=P], "
                + "jitter[:brightness=X,contrast=X,saturation=X,hue=X], "
                + "erase[:p=P,area=A-B,ratio=A-B]. Random steps act in training only. "
                + "(default: none)",
            valueName: "steps"))
    var transform: String?

    @Option(
        help: ArgumentHelp(
            "Subtracted per channel, on the 0…1 scale. (default: measured on the training data)",
            valueName: "numbers"),
        transform: Numbers.init)
    var mean: Numbers?

    @Option(
        help: ArgumentHelp(
            "Then divided by. (default: measured on the training data)", valueName: "numbers"),
        transform: Numbers.init)
    var std: Numbers?

    @Option(
        help: ArgumentHelp(
            "Pixels with mean 0 and deviation 1, from 0 to 1, or from 0 to 255. "
                + "(default: standardized)"))
    var pixels: PixelScale?

    func collect(into changes: inout ConfigurationChanges) {
        changes.set(.data, \.data, data)
        changes.set(.validationData, optional: \.validationData, validationData)
        changes.set(.imageSize, optional: \.imageSize, imageSize)
        changes.set(.classes, optional: \.classes, classes)
        changes.set(.onBadFile, \.onBadFile, onBadFile)
        changes.set(.order, \.order, order)
        changes.set(.orderSeed, optional: \.orderSeed, orderSeed)
        changes.set(.subset, optional: \.subset, subset)
        changes.set(.dropLast, \.dropLast, dropLast)
        changes.set(.transform, optional: \.transform, transform)
        changes.set(.mean, optional: \.mean, mean?.values)
        changes.set(.std, optional: \.std, std?.values)
        changes.set(.pixels, \.pixels, pixels)
    }
}
