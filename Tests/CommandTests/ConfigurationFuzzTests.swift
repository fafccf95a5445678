import BallastCore
import BallastEvents
import TestSupport
import Testing
import ballast_cli

/// Damaged configurations: each is read or refused by a ``BallastError``, never a crash.
@Suite("Damaged configuration files") struct ConfigurationFuzzTests {
    private static let configuration = """
        data: shapes7:train=256,test=64
        model: lenet5
        batchSize: 64
        lr: 0.05
        momentum: 0.9
        nesterov: true
        schedule: step:size=10,gamma=0.5
        earlyStop: patience=3,min-delta=0.1
        validateEvery: 100
        keepCheckpoints: 3
        bestMetric: accuracy
        initialization: he:bias=-1
        guard: "repair"
        seed: 17
        optimizer: sgd
        # a note
        clipNorm: 1.5e-1
        """

    @Test("each is read or refused")
    func damage() throws {
        let workspace = try Workspace()
        let outcome = Damage.outcome(of: Array(Self.configuration.utf8), seed: 300) { bytes in
            try workspace.write(bytes, to: "fuzz.yaml")
            _ = try ConfigurationFile.read("\(workspace.path)/fuzz.yaml").validated()
        }
        #expect(outcome.faults.isEmpty)
        #expect(outcome.refused > Damage.inputs / 4, "the damage hardly shows")
    }

    @Test(
        "what would take a parser too long or too deep is refused",
        arguments: [
            String(repeating: "[", count: 5000), String(repeating: "{a: ", count: 5000),
            String(repeating: "- ", count: 400_000), String(repeating: "? ", count: 400_000),
            String(repeating: "a: &a [*a, *a]\n", count: 1), "lr: \u{0}", "\u{FEFF}",
            (0..<30).map { "a\($0): &a\($0) [*a\(max(0, $0 - 1)), *a\(max(0, $0 - 1))]\n" }
                .joined(),
            (0..<2000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
            "lr: 1\nlr: 2", "--- 1\n--- 2", "%YAML 9.9\n---\nlr: 1",
        ])
    func depth(text: String) throws {
        let workspace = try Workspace()
        try workspace.write(text, to: "deep.yaml")
        let result = try workspace.run("train", "--config", "deep.yaml", "--print-config")
        #expect([64, 65].contains(result.status), "\(result.error.prefix(300))")
        #expect(result.error.hasPrefix("ballast: error: deep.yaml:"))
    }
}
