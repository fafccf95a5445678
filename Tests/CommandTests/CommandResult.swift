/// What a process left behind.
struct CommandResult {
    let status: Int32
    let output: String
    let error: String
}
