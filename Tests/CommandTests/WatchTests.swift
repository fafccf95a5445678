import Foundation
import Testing

@Suite("watch")
struct WatchTests {
    /// Lines of a training whose loss is not finite from line 30 on.
    private static let program = """
        i=0
        while [ $i -lt 60 ]; do
          value=nan
          if [ $i -lt 30 ]; then value=1.$((60 - i)); fi
          echo "step $i loss: $value"
          sleep 0.01
          i=$((i + 1))
        done
        echo finished >&2
        exit 7
        """

    @Test("a command keeps its output and its exit status, and its alert goes to a program")
    func command() throws {
        let workspace = try Workspace()
        try workspace.write(Self.program, to: "train.sh")
        let result = try workspace.run(
            "watch", "--on-alert", "cat >> alerts.json", "--", "sh", "train.sh")
        #expect(result.status == 7)
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 60 && lines.first == "step 0 loss: 1.60")
        #expect(result.error.contains("finished"))
        #expect(result.error.contains("step 30") && result.error.contains("not finite"))
        let alert = try #require(
            try JSONSerialization.jsonObject(
                with: Data(workspace.read("alerts.json").split(separator: "\n")[0].utf8))
                as? [String: Any])
        let finding = try #require(alert["finding"] as? [String: Any])
        #expect(finding["symptom"] as? String == "non-finite")
        #expect(finding["firstStep"] as? Int == 30)
    }

    @Test("a command whose training is lost is asked to end")
    func stop() throws {
        let workspace = try Workspace()
        try workspace.write(
            "trap 'echo saved; exit 9' INT\n" + Self.program + "\nsleep 60\n", to: "train.sh")
        let long = try workspace.read("train.sh").replacingOccurrences(
            of: "-lt 60", with: "-lt 6000")
        try workspace.write(long, to: "train.sh")
        let result = try workspace.run("watch", "--stop-on", "diverged", "--", "sh", "train.sh")
        #expect(result.status == 9)
        #expect(result.output.hasSuffix("saved\n"))
    }

    @Test("nothing is said of a healthy command")
    func silence() throws {
        let workspace = try Workspace()
        try workspace.write(
            "i=0; while [ $i -lt 60 ]; do echo \"step $i loss: 1.$((90 - i))\"; i=$((i + 1)); done",
            to: "train.sh")
        let result = try workspace.run("watch", "--fail-on-finding", "--", "sh", "train.sh")
        #expect(result.status == 0 && result.error.isEmpty)
    }

    @Test("what cannot be started or found is named")
    func missing() throws {
        let workspace = try Workspace()
        let command = try workspace.run("watch", "--", "no-such-program")
        #expect(command.status == 66 && command.error.contains("no-such-program"))
        #expect(try workspace.run("watch", "no-such-log").status == 66)
        #expect(try workspace.run("watch").status == 64)
        #expect(try workspace.run("watch", "--stop-on", "diverged", "log.csv").status == 64)
    }
}
