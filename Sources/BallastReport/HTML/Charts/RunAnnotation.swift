import BallastEvents

/// A finding or an intervention of the guard, as it is shown in charts and named in tables.
struct RunAnnotation {
    /// Refers from the charts to the tables: a number for findings, a letter for interventions.
    let sign: String
    let steps: ClosedRange<Int>
    /// A few words.
    let name: String
    /// One sentence.
    let text: String
    /// Nil for the guard's.
    let channel: Channel?

    var caption: String { "\(sign) \(name)" }

    /// A band for each range of steps, so that what lies over each other is shaded once.
    static func bands(_ annotations: [RunAnnotation]) -> [LineChart.Band] {
        var groups: [[RunAnnotation]] = []
        for annotation in annotations {
            let isLike = { (group: [RunAnnotation]) in
                group[0].steps == annotation.steps
                    && (group[0].channel == nil) == (annotation.channel == nil)
            }
            if let index = groups.firstIndex(where: isLike) {
                groups[index].append(annotation)
            } else {
                groups.append([annotation])
            }
        }
        return groups.map { group in
            let steps = group[0].steps
            return LineChart.Band(
                Double(steps.lowerBound)...Double(steps.upperBound),
                label: group.map { "\($0.caption): \($0.text)" }.joined(separator: "; "),
                caption: group.map(\.caption).joined(separator: ", "),
                color: group[0].channel == nil ? 3 : nil)
        }
    }

    /// Such as `step 4` or `steps 4 to 18`.
    var place: String { Self.place(of: steps) }

    static func place(of steps: ClosedRange<Int>) -> String {
        steps.count == 1
            ? "step \(steps.lowerBound)" : "steps \(steps.lowerBound) to \(steps.upperBound)"
    }

    /// The findings of a diagnosis, numbered in its order.
    static func findings(_ findings: [Finding]) -> [RunAnnotation] {
        findings.enumerated().map { index, finding in
            RunAnnotation(
                sign: "\(index + 1)", steps: finding.steps, name: name(of: finding.symptom),
                text: finding.text, channel: finding.channel)
        }
    }

    /// What the guard did, the same action in close steps as one.
    static func interventions(_ decisions: [GuardDecision], lastStep: Int) -> [RunAnnotation] {
        let nearness = max(1, lastStep / 50)
        var runs: [(first: GuardDecision, last: Int, count: Int)] = []
        for decision in decisions where decision.action != .commit {
            if let run = runs.last, run.first.action == decision.action,
                decision.step - run.last <= nearness, decision.step >= run.last
            {
                runs[runs.count - 1] = (run.first, decision.step, run.count + 1)
            } else {
                runs.append((decision, decision.step, 1))
            }
        }
        return runs.enumerated().map { index, run in
            let more = run.count > 1 ? " (\(run.count) times)" : ""
            return RunAnnotation(
                sign: sign(index), steps: run.first.step...run.last,
                name: "guard: \(words(run.first.action.rawValue))\(more)", text: run.first.reason,
                channel: nil)
        }
    }

    /// `a` … `z`, `aa`, `ab` and so on.
    private static func sign(_ index: Int) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        let last = String(letters[index % 26])
        return index < 26 ? last : sign(index / 26 - 1) + last
    }

    private static func name(of symptom: Symptom) -> String {
        symptom == .nonFinite ? "not finite" : words(symptom.rawValue)
    }

    /// `mode-gap` and `rollBack` as words.
    private static func words(_ name: String) -> String {
        name.reduce(into: "") { text, letter in
            if letter.isUppercase { text += " " }
            text += letter == "-" ? " " : letter.lowercased()
        }
    }
}
