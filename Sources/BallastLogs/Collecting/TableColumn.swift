/// A column as it is read.
struct TableColumn {
    enum Kind: UInt8 {
        /// Only counted.
        case ignored
        /// Its points are kept.
        case kept
        case step, epoch
        /// Its presence marks a row that sums a run up, such as `train_runtime`.
        case summary
    }

    let name: ColumnName
    /// The run of an export that holds several.
    let run: String?
    let role: ColumnRole
    let kind: Kind
    var count = 0
    var nonFinite = 0
    var absent = 0
    /// The greatest finite value.
    var greatest = -Double.infinity

    init(name: ColumnName, run: String?, role: ColumnRole, kind: Kind) {
        self.name = name
        self.run = run
        self.role = role
        self.kind = kind
    }
}
