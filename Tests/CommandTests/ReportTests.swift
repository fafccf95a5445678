import Foundation
import Testing

@Suite("report")
struct ReportTests {
    /// A workspace with a log whose loss is not finite from step 40 on.
    private func workspace() throws -> Workspace {
        let workspace = try Workspace()
        let rows = (0..<80).map { step in
            "\(step),\(step < 40 ? "\(0.2 + 2 / (1 + 0.1 * Double(step)))" : "nan"),0.5\n"
        }
        try workspace.write("step,train_loss,lr\n" + rows.joined(), to: "log.csv")
        return workspace
    }

    private func text(_ workspace: Workspace, _ name: String) throws -> String {
        try String(contentsOfFile: "\(workspace.path)/\(name)", encoding: .utf8)
    }

    @Test("the page of a log goes to the current folder, and its path is the answer")
    func log() throws {
        let workspace = try workspace()
        let result = try workspace.run("report", "log.csv")
        #expect(result.status == 0 && result.output == "log-report.html\n")
        #expect(try text(workspace, "log-report.html").hasPrefix("<!DOCTYPE html>"))
    }

    @Test("a file that is there is kept, except with --force")
    func keeps() throws {
        let workspace = try workspace()
        try workspace.write("mine", to: "page.html")
        let refused = try workspace.run("report", "log.csv", "-o", "page.html")
        #expect(refused.status == 73 && refused.error.contains("--force"))
        #expect(try text(workspace, "page.html") == "mine")
        #expect(try workspace.run("report", "log.csv", "-o", "page.html", "--force").status == 0)
        #expect(try text(workspace, "page.html").contains("<svg"))
    }

    @Test("what is no run or no place for a file has its exit code")
    func failures() throws {
        let workspace = try workspace()
        #expect(try workspace.run("report", "nothing-here").status == 66)
        #expect(try workspace.run("report", "log.csv", "-o", "no/such/page.html").status == 73)
        #expect(try workspace.run("report").status == 64)
    }
}
