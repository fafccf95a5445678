import BallastCore
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension CheckpointStore {
    /// Takes the checkpoints of later steps away, which belong to a course that was given up.
    public func remove(after step: Int) throws {
        try remove(steps().filter { $0 > step })
    }

    /// Removes checkpoints, the last one first, so that none that is left refers to a missing one.
    ///
    /// - Throws: ``BallastError`` of kind `cannotWrite`.
    func remove(_ steps: [Int]) throws {
        for step in steps.sorted(by: >) {
            for path in [recordPath(step), tensorPath(step)] {
                guard unlink(path) == 0 || errno == ENOENT else {
                    throw BallastError(
                        .cannotWrite, "cannot remove: \(String(cString: strerror(errno)))",
                        at: path)
                }
            }
        }
    }

    /// Gives the files of a damaged checkpoint names that no reader takes for one.
    ///
    /// - Throws: ``BallastError`` of kind `cannotWrite`.
    func setAside(_ step: Int) throws {
        for path in [recordPath(step), tensorPath(step)] {
            guard rename(path, "\(path).damaged") == 0 || errno == ENOENT else {
                throw BallastError(
                    .cannotWrite, "cannot rename: \(String(cString: strerror(errno)))", at: path)
            }
        }
    }

    /// Removes what a process that was killed has left behind: half-written files, and tensors
    /// without a record.
    ///
    /// - Precondition: no other process writes here.
    func removeLeftovers() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        let whole = Set(names)
        for name in names where name.hasPrefix("step-") {
            let isTemporary = AtomicFile.isTemporary(name)
            let isOrphan =
                name.hasSuffix(".safetensors")
                && !whole.contains(name.dropLast(".safetensors".count) + ".json")
            if isTemporary || isOrphan { unlink("\(directory)/\(name)") }
        }
    }
}
