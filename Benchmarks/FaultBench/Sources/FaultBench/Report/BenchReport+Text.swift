import Ballast

extension BenchReport {
    var text: String {
        [
            goalTable, causeTable, doctors, confusionText("With re-runs, taken for", confusion),
            confusionText("From the log alone, taken for", logConfusion),
            confusionText("Mutants that do not count", notCounted), alarms,
            list("Undetected", undetected), list("Not repaired", unrepaired),
            list("Failed", failures),
        ].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var goalTable: String {
        let rows = goals.map {
            [$0.name, $0.bound, $0.measured, $0.isReached ? "reached" : "missed"]
        }
        return "Goals\n" + Texts.table([["", "goal", "measured", ""]] + rows)
    }

    private var causeTable: String {
        let header = [
            "", "cases", "not counted", "detected", "from log", "first", "first, log", "repaired",
            "delay", "re-runs",
        ]
        let rows = causes.sorted { $0.key < $1.key }.map { row($0.key, $0.value) }
        let all = [row("two causes", pairs), row("all", overall)]
        return "Causes (delay in steps, re-runs in lengths of the run)\n"
            + Texts.table([header] + rows + all)
    }

    private func row(_ name: String, _ figures: Figures) -> [String] {
        let share = { (part: Int) in
            figures.cases == 0
                ? "–" : Texts.decimal(100 * Double(part) / Double(figures.cases), 0) + " %"
        }
        return [
            name, "\(figures.cases)", "\(figures.notCounted)", share(figures.full.detected),
            share(figures.log.detected), share(figures.full.rightFirst),
            share(figures.log.rightFirst), share(figures.repaired),
            figures.delay.map { Texts.decimal($0, 0) } ?? "–",
            figures.cost.map { Texts.decimal($0, 1) } ?? "–",
        ]
    }

    private var doctors: String {
        let named = { (doctor: Figures.Doctor) in
            [
                Texts.share(doctor.namedRight, of: doctor.named),
                Texts.share(doctor.presentNamed, of: doctor.present),
                Texts.decimal(doctor.brier, 3), Texts.decimal(doctor.calibrationError, 3),
            ]
        }
        return "Sets of causes and probabilities\n"
            + Texts.table([
                ["", "precision", "recall", "Brier", "calibration error"],
                ["with re-runs"] + named(overall.full), ["log alone"] + named(overall.log),
            ]) + "\nOthers on the same records\n"
            + Texts.table([
                ["", "detected", "healthy flagged", "right cause", "repaired"],
                [
                    "AutoTrainer's rules",
                    Texts.share(overall.autoTrainerDetected, of: overall.cases),
                    Texts.share(healthy.autoTrainerFlagged, of: healthy.cases),
                    Texts.share(overall.autoTrainerRight, of: overall.cases), "–",
                ],
                [
                    "six deviations over 128",
                    Texts.share(overall.sixSigmaDetected, of: overall.cases),
                    Texts.share(healthy.sixSigmaFlagged, of: healthy.cases), "–", "–",
                ],
                [
                    "a remedy by lot", "–", "–", "–",
                    Texts.share(overall.randomRepaired, of: overall.randomTried),
                ],
            ])
    }

    private func confusionText(_ title: String, _ table: [String: [String: Int]]) -> String {
        let lines = table.sorted { $0.key < $1.key }.map { truth, said in
            let parts = said.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                .map { "\($0.key) \($0.value)" }
            return "  \(truth): \(parts.joined(separator: ", "))\n"
        }
        return "\(title)\n" + lines.joined()
    }

    private var alarms: String {
        let notCounted = healthy.notCounted.sorted { $0.key < $1.key }
            .map { "  \($0.value) not counted: \($0.key)\n" }.joined()
        let lines = { (flagged: [HealthyFigures.Flagged]) in
            flagged.map {
                "  \($0.id): \($0.cause) (\($0.symptoms.joined(separator: ", ")))\n"
            }.joined()
        }
        return "Healthy runs: \(healthy.cases)\n\(notCounted)"
            + " flagged with re-runs: \(healthy.flagged.count)\n\(lines(healthy.flagged))"
            + " flagged from the log: \(healthy.flaggedFromLog.count)\n"
            + lines(healthy.flaggedFromLog)
    }

    private func list(_ title: String, _ lines: [String]) -> String {
        guard !lines.isEmpty else { return "" }
        return "\(title): \(lines.count)\n" + lines.map { "  \($0)\n" }.joined()
    }
}
