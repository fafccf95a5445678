/// One image file of a folder, before it is read.
struct FolderFile {
    /// Below the folder of the data set, such as `train/cat/close/7.jpg`.
    let path: String
    /// Below the folder of its class, such as `close/7.jpg`.
    let pathInClass: String
    let label: Int
}
