import BallastCore
import BallastTraining
import Foundation
import Testing

@Suite("Locks of run directories") struct RunLockTests {
    @Test("a second writer is refused while there is a first, and not behind it")
    func second() throws {
        let directory = try TemporaryDirectory()
        do {
            let lock = try RunLock(directory.path)
            let fault = #expect(throws: BallastError.self) { try RunLock(directory.path) }
            #expect(fault?.kind == .cannotWrite)
            #expect(fault?.what.contains("process \(getpid()) writes") == true)
            withExtendedLifetime(lock) {}
        }
        #expect(try directory.files("").isEmpty)
        _ = try RunLock(directory.path)
    }

    @Test(
        "the file of a process that is gone is no lock, whatever it says",
        arguments: ["999999999\n", "1\n", "", "?"])
    func stale(text: String) throws {
        let directory = try TemporaryDirectory()
        try directory.write(Array(text.utf8), to: "lock")
        let lock = try RunLock(directory.path)
        #expect(try directory.bytes("lock") == Array("\(getpid())\n".utf8))
        withExtendedLifetime(lock) {}
    }
}
