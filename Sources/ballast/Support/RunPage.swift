import Ballast

/// The page that lies in a run directory, `report.html`.
enum RunPage {
    static func path(of directory: String) -> String { "\(directory)/report.html" }

    /// Writes the page of a run into its directory, over an earlier one.
    ///
    /// - Throws: ``BallastError`` of kind `cannotWrite`.
    static func write(_ run: RecordedRun, _ diagnosis: Diagnosis) throws {
        let page = ReportPage(
            run, diagnosis, beside: try RunSupplements(directory: run.path))
        try AtomicFile.write(path(of: run.path), Array(page.html.utf8))
    }
}
