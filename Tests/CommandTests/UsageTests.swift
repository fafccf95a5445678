import Testing

@Suite("Options that cannot be meant")
struct UsageTests {
    struct Case: CustomTestStringConvertible {
        let arguments: [String]
        let status: Int32
        let message: String

        init(_ command: String, _ status: Int32, _ message: String) {
            arguments = command.split(separator: " ").map(String.init)
            self.status = status
            self.message = message
        }

        var testDescription: String { arguments.joined(separator: " ") }
    }

    private static let cases = [
        Case("train --foo", 64, "--foo"),
        Case("train --lr", 64, "--lr"),
        Case("train --lr fast", 64, "--lr"),
        Case("train --lr nan", 64, "--lr: the value is nan"),
        Case("train --lr 0", 64, "--lr"),
        Case("train --momentum 1", 64, "--momentum"),
        Case("train --model resnet19", 64, "--model"),
        Case("train --data shapes8", 64, "--data"),
        Case("train --data shapes7:trian=3", 64, "trian"),
        Case("train --epochs 1 --steps 1", 64, "--steps"),
        Case("train --schedule cosin", 64, "did you mean 'cosine'"),
        Case("train --initialization zero", 64, "--initialization"),
        Case("train --initialization he:bias=big", 64, "--initialization"),
        Case("train --order random", 64, "--order"),
        Case("train --pixels floats", 64, "--pixels"),
        Case("train --activation gelu", 64, "--activation"),
        Case("train --model mlp:layers=8", 64, "depth"),
        Case("train --model resnet18:depth=8", 64, "--model"),
        Case("train --early-stop 3", 64, "--early-stop"),
        Case("train --update-clip 1", 64, "--optimizer adam"),
        Case("train --batchnorm-momentum 2", 64, "--batchnorm-momentum"),
        Case("train --validate-every never", 64, "--validate-every"),
        Case("train --precision float16", 64, "--precision"),
        Case("train --nesterov --optimizer adam", 64, "--nesterov"),
        Case("train --resume missing", 66, "missing"),
        Case("train --resume missing --lr 1", 64, "--lr"),
        Case("train --config missing.yaml", 66, "missing.yaml"),
        Case("train --weights missing.safetensors", 66, "missing.safetensors"),
        Case("train --model lenet5 --freeze nothing*", 64, "--freeze"),
        Case("evaluate missing", 66, "missing"),
        Case("predict missing a.png", 66, "missing"),
        Case("predict missing", 64, "<files>"),
        Case("export missing --out a.safetensors", 66, "missing"),
        Case("export missing", 64, "--out"),
        Case("import a.safetensors", 64, "--model"),
    ]

    @Test("give an exit code and a message that names the culprit", arguments: cases)
    func usage(wrong: Case) throws {
        let result = try Workspace().run(wrong.arguments)
        #expect(result.status == wrong.status)
        #expect(result.error.hasPrefix("ballast: error: "))
        #expect(result.error.contains(wrong.message))
        #expect(result.output.isEmpty)
    }
}
