import Ballast

/// Words for what a search found.
enum FindLRWords {
    static func text(_ verdict: StabilityVerdict) -> String {
        switch verdict {
        case .stable: "stable"
        case .nonFinite: "not finite"
        case .diverged: "diverged"
        case .raised: "ended above its start"
        case .unrecovered: "did not recover"
        case .collapsed: "collapsed to one answer"
        }
    }
}
