import Ballast

/// The printed plan of `ballast bench --explain`.
struct BenchPlan {
    let text: String

    init(_ benchmark: StepBenchmark, _ style: TerminalStyle) {
        let profile = benchmark.profile()
        var byName: [String: (count: Int, seconds: Double)] = [:]
        for (step, seconds) in profile {
            byName[step.name, default: (0, 0)].count += 1
            byName[step.name]?.seconds += seconds
        }
        var summary = TextTable([
            .init("kernel"), .init("count", .trailing), .init("ms", .trailing),
        ])
        for (name, entry) in byName.sorted(by: { $0.value.seconds > $1.value.seconds }) {
            summary.append([name, "\(entry.count)", Self.milliseconds(entry.seconds)])
        }
        var steps = TextTable([
            .init("layer"), .init("kernel"), .init("ms", .trailing), .init("MB", .trailing),
            .init("GFLOP/s", .trailing),
        ])
        for (step, seconds) in profile {
            steps.append([
                step.layer, step.name, Self.milliseconds(seconds),
                NumberText.short(Double(step.bytes) / 1e6),
                step.operations > 0 ? NumberText.short(step.operations / seconds / 1e9) : "",
            ])
        }
        let reorders = profile.filter { $0.step.name.hasPrefix("reorder") }.count
        let fused = profile.filter { $0.step.name.contains("ReLU") }.count
        let plan = benchmark.plan
        text = """

            \(profile.count) kernels, \(fused) of them with a fused rectifier, \(reorders) reorders
            arena \(plan.arenaBytes / 1_000_000) MB for buffers of \
            \(plan.unsharedBytes / 1_000_000) MB

            \(summary.text(style: style))
            \(steps.text(style: style))
            """
    }

    private static func milliseconds(_ seconds: Double) -> String {
        NumberText.short(seconds * 1e3)
    }
}
