/// The state that the Hugging Face Trainer leaves in its folder and in each checkpoint.
enum TrainerState {
    private static let file = "trainer_state.json"

    /// The path of the newest; nil where the folder is none of that trainer.
    static func newest(_ folder: Folder) -> String? {
        if folder.files.contains(file) { return folder.file(file) }
        let checkpoints = folder.folders.compactMap { inner -> (step: Int, path: String)? in
            guard inner.files.contains(file), inner.name.hasPrefix("checkpoint-"),
                let step = Int(inner.name.dropFirst("checkpoint-".count))
            else { return nil }
            return (step, inner.file(file))
        }
        return checkpoints.max { $0.step < $1.step }?.path
    }
}
