import Testing

@Suite("Help")
struct HelpTests {
    private static let overviews = [
        ("train", "OVERVIEW: Train a model and write a run directory."),
        ("evaluate", "OVERVIEW: Measure loss and accuracy of a run's model on a data set."),
        ("predict", "OVERVIEW: Label images with a run's model."),
        ("import", "OVERVIEW: Make a run of a safetensors file with torchvision's names."),
        ("find-lr", "OVERVIEW: Find the highest stable learning rate and suggest one to train at."),
        (
            "raise-lr",
            "OVERVIEW: Find what lets a training bear a higher rate and makes it faster."
        ),
        (
            "report",
            "OVERVIEW: Write one HTML file that shows a run, what went wrong in it, and why."
        ),
        ("dashboard", "OVERVIEW: Show all runs of a folder on a live web page."),
        ("data inspect", "OVERVIEW: Tell what a data set holds, and what is wrong with it."),
        (
            "export",
            "OVERVIEW: Write a run's weights as safetensors, or its numbers as a table."
        ),
        ("watch", "OVERVIEW: Follow a run and tell at once when something goes wrong."),
    ]

    @Test("every command says what it does, with an example", arguments: overviews)
    func overview(command: String, line: String) throws {
        let result = try Workspace().run(
            command.split(separator: " ").map(String.init) + ["--help"])
        let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(result.status == 0)
        #expect(lines.first.map(String.init) == line)
        #expect(result.output.contains("\nExample: ballast \(command) "))
        #expect(result.error.isEmpty)
    }

    @Test(
        "every command can answer a program and be silent",
        arguments: overviews.map(\.0).filter { !["report", "dashboard"].contains($0) }
            + ["diagnose", "demo", "bench"])
    func common(command: String) throws {
        let result = try Workspace().run(
            command.split(separator: " ").map(String.init) + ["--help"])
        #expect(result.output.contains("\n  --format <format>"))
        #expect(result.output.contains("\n  --quiet "))
    }

    @Test("train groups its options")
    func groups() throws {
        let result = try Workspace().run("train", "--help")
        for title in ["DATA", "MODEL", "COURSE", "OPTIMIZER", "REGULARIZATION", "MACHINE"] {
            #expect(result.output.contains("\n\(title):\n"))
        }
    }

    @Test("the program without a command lists its commands")
    func root() throws {
        let result = try Workspace().run()
        #expect(result.status == 0)
        for (command, _) in Self.overviews where !command.contains(" ") {
            #expect(result.output.contains("  \(command) "))
        }
    }

    @Test("the version is one line")
    func version() throws {
        let result = try Workspace().run("--version")
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("ballast 0."))
    }
}
