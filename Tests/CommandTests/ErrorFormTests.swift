import Foundation
import Testing

@Suite("Every error has one form")
struct ErrorFormTests {
    /// Bad inputs of every command; files that they name are in the workspace.
    private static let commands = [
        "nonsense", "train --foo", "train --modle lenet5", "train --lr", "train --lr fast",
        "train --lr 0", "train --lr nan", "train --batch-size 0", "train --momentum 1",
        "train --model resnet19", "train --model mlp:layers=8", "train --data shapes8",
        "train --data folder:nowhere", "train --data shapes7:trian=3", "train --schedule cosin",
        "train --epochs 1 --steps 1", "train --precision float16", "train --config missing.yaml",
        "train --config words.yaml", "train --config tabs.yaml", "train --config keys.yaml",
        "train --config values.yaml", "train --config choices.yaml", "train --resume missing",
        "train --resume missing --lr 1", "train --weights missing.safetensors",
        "train --weights words.yaml --model lenet5", "train --out full", "train --subset 0",
        "evaluate", "evaluate missing", "evaluate full", "evaluate empty", "predict missing",
        "predict missing a.png", "export missing", "export missing --out a.safetensors",
        "import a.safetensors", "import words.yaml --model lenet5 --classes x",
        "import words.yaml --model lenet5 --classes 7 --image-size 32 --mean 0,x --std 1 --out o",
        "import words.yaml --model lenet5 --classes 7 --image-size 32 --mean 0 --std 0 --out o",
        "find-lr --points 1", "find-lr --run missing", "find-lr --budget soon",
        "raise-lr --only magic --data shapes7:train=64,test=32", "raise-lr --horizon 1",
        "diagnose", "diagnose missing", "diagnose words.yaml", "diagnose empty",
        "diagnose words.yaml --map loss", "diagnose words.yaml --map loss=a", "diagnose damaged.gz",
        "diagnose words.yaml --apply", "diagnose --classes 1 words.yaml",
        "watch", "watch missing", "watch --stop-on diverged words.yaml", "watch -- ./nothing",
        "report", "report missing", "report words.yaml", "report log.csv -o full/page/x.html",
        "data inspect", "data inspect shapes8", "data inspect folder:empty",
        "bench --model resnet19", "bench --seconds 0", "bench --loading-only",
        "demo nonsense", "demo validation-spike --model vgg",
    ]

    @Test("place, fault, and on the next line how to mend it", arguments: commands)
    func form(command: String) throws {
        let workspace = try Workspace()
        try fill(workspace)
        let result = try workspace.run(command.split(separator: " ").map(String.init))
        #expect([1, 64, 65, 66, 73].contains(result.status), "\(result.status)")
        #expect(result.output.isEmpty)
        // Progress may stand before the error; nothing stands behind it.
        let start = try #require(result.error.range(of: "ballast: error: "))
        let lines = result.error[start.lowerBound...].split(
            separator: "\n", omittingEmptySubsequences: false
        ).map(String.init)
        let parts = lines[0].dropFirst("ballast: error: ".count).components(separatedBy: ": ")
        #expect(parts.count >= 2 && parts.allSatisfy { !$0.isEmpty }, "\(lines[0])")
        #expect(lines.count >= 3 && lines.last == "", "\(result.error)")
        for line in lines.dropFirst().dropLast() {
            let mend = line.drop { $0 == " " }
            #expect(line.hasPrefix("  ") && !mend.isEmpty, "\(result.error)")
        }
        #expect(
            lines[1].hasPrefix("  ") && lines[1].dropFirst(2).first?.isLowercase != true
                || lines[1].hasPrefix("  ballast "), "\(lines[1])")
        for word in ["Error:", "Usage:", "DecodingError", "Optional(", "NSCocoa"] {
            #expect(!result.error.contains(word), "\(result.error)")
        }
    }

    @Test("a guess is offered for an option that is nearly one")
    func guess() throws {
        let result = try Workspace().run("train", "--modle", "lenet5")
        #expect(
            result.error == """
                ballast: error: train: unknown option '--modle'
                  Did you mean '--model'?
                  See `ballast train --help`

                """)
    }

    @Test("a wrong word in a file of options is named with its key")
    func yaml() throws {
        let workspace = try Workspace()
        try fill(workspace)
        let result = try workspace.run("train", "--config", "choices.yaml")
        #expect(result.error.hasPrefix("ballast: error: choices.yaml: key 'optimizer': "))
        #expect(result.error.contains("sgd, adam"))
    }

    private func fill(_ workspace: Workspace) throws {
        try workspace.write("only some words\n", to: "words.yaml")
        try workspace.write("lr: 0.1\n\tmodel: lenet5\n", to: "tabs.yaml")
        try workspace.write("lr: 0.1\nmodle: lenet5\n", to: "keys.yaml")
        try workspace.write("lr: fast\n", to: "values.yaml")
        try workspace.write("optimizer: lion\n", to: "choices.yaml")
        try workspace.write("epoch,loss\n1,2\n2,1.5\n3,1\n", to: "log.csv")
        try workspace.write([0x1F, 0x8B, 8, 0, 1, 2, 3], to: "damaged.gz")
        for folder in ["empty", "full"] {
            try FileManager.default.createDirectory(
                atPath: "\(workspace.path)/\(folder)", withIntermediateDirectories: true)
        }
        try workspace.write("{}", to: "full/run.json")
    }
}
