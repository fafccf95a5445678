import Ballast

/// What the parser of command lines complains about, in the form of every other error.
///
/// Its messages are `Error: WHAT`, sometimes with a guess or the option's own help, then the usage
/// and where help is to be had: `See 'ballast train --help' for more information.`
struct UsageFault {
    let fault: BallastError

    init(_ message: String) {
        let lines = message.split(separator: "\n").map { line in
            var line = line.drop { $0 == " " }
            while line.last == " " { line.removeLast() }
            return String(line)
        }
        var what = lines.first ?? "this cannot be meant"
        if what.hasPrefix("Error: ") { what.removeFirst("Error: ".count) }
        let command = Self.command(lines)
        var mends: [String] = []
        if let guess = what.firstRange(of: ". Did you mean ") {
            let found = what[guess.upperBound...].drop { $0 == " " }
            mends.append(
                "did you mean \(found.last == "?" ? String(found.dropLast()) : String(found))?")
            what = String(what[..<guess.lowerBound])
        }
        mends += lines.filter { $0.hasPrefix("Help: ") }.map {
            String($0.dropFirst("Help: ".count).drop { $0 == " " })
        }
        mends.append("See `ballast\(command.isEmpty ? "" : " \(command)") --help`")
        if what.last == "." { what.removeLast() }
        fault = BallastError(
            .usage, Self.lowercased(what), at: command.isEmpty ? "ballast" : command,
            mend: mends.joined(separator: "\n"))
    }

    /// Such as `data inspect`; empty for the program itself.
    private static func command(_ lines: [String]) -> String {
        for line in lines.reversed() {
            guard line.hasPrefix("See 'ballast"), let end = line.firstRange(of: " --help'") else {
                continue
            }
            let words = line[..<end.lowerBound].split(separator: " ")
            return words.dropFirst(2).joined(separator: " ")
        }
        return ""
    }

    /// The first letter small, unless the word is one of capitals.
    private static func lowercased(_ text: String) -> String {
        guard text.dropFirst().first?.isLowercase ?? false else { return text }
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
