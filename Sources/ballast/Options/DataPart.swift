import ArgumentParser

/// A part of a data set.
enum DataPart: String, CaseIterable, Encodable, ExpressibleByArgument {
    case test
    case validation
    case train
}
