import BallastEvents

extension ReplayTrials {
    /// Where no single change cures a complaint, tries its suspects by twos: both are to blame
    /// where both together cure and neither does alone.
    ///
    /// - Parameter probability: what each of them has at least.
    func combine(_ suspects: inout [Suspect], above probability: Double) throws {
        let open = order(suspects).filter { index in
            guard suspects[index].suspicion.probability >= probability,
                let complaint = suspects[index].suspicion.complaint, !suspects[index].isProven
            else { return false }
            return !suspects.contains { $0.isProven && $0.explains(complaint) }
                && suspects[index].best != nil
        }
        for (place, first) in open.enumerated() {
            for second in open.dropFirst(place + 1) {
                guard !replays.isSpent, let complaint = suspects[first].suspicion.complaint,
                    suspects[second].explains(complaint),
                    let change = joint(suspects[first], suspects[second])
                else { continue }
                var pair = Suspect(suspects[first].hypothesis, suspects[first].suspicion)
                try test(Counterfactual(.configure(change), fromStart: true), complaint, &pair)
                guard let cure = pair.cure else { continue }
                for (one, other) in [(first, second), (second, first)] {
                    suspects[one].trials.append(cure)
                    suspects[one].isControlled = pair.isControlled
                    suspects[one].accomplices.append(suspects[other].cause)
                }
                return
            }
        }
    }

    /// The best changes of two suspects in one, where both can stand in a configuration.
    private func joint(_ one: Suspect, _ other: Suspect) -> ConfigurationChange? {
        guard let configuration = file.record.configuration,
            let first = one.best?.intervention.change(of: configuration),
            let second = other.best?.intervention.change(of: configuration)
        else { return nil }
        return first.merged(with: second)
    }
}
