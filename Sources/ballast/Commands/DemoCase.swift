import ArgumentParser

/// The stories that `ballast demo` can show.
enum DemoCase: String, CaseIterable, ExpressibleByArgument {
    case validationSpike = "validation-spike"
}
