import Ballast

/// How the repaired run went beside the diagnosed one.
struct RepairAnswer: Encodable {
    let run: String
    let change: ConfigurationChange
    let before: CourseSummary
    let after: CourseSummary

    var text: String {
        var table = TextTable([
            .init(""), .init("diagnosed", .trailing), .init("repaired", .trailing),
        ])
        let row = { (name: String, value: (CourseSummary) -> Double) in
            [name, NumberText.short(value(before)), NumberText.short(value(after))]
        }
        table.append(row("highest validation loss", \.peakValidationLoss))
        table.append(row("last validation loss", \.finalValidationLoss))
        table.append(row("last training loss", \.finalTrainLoss))
        table.append([
            "all losses finite", before.finite ? "yes" : "no", after.finite ? "yes" : "no",
        ])
        return "\nThe repaired run (\(change)) is in \(run)\n\n"
            + table.text(style: .detected(fileDescriptor: 1))
    }
}
