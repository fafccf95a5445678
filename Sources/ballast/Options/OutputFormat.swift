import ArgumentParser

/// How the answer is written to standard output.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
}
