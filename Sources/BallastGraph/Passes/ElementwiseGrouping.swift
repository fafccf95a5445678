import BallastCore

/// Finds which elementwise nodes can run as one pass over memory.
///
/// A node joins the groups of its producers when their shapes agree and when no path leads out of
/// the united group and back into it through other nodes.
struct ElementwiseGrouping {
    static let largestGroup = 20

    private let graph: Graph
    private let producers: [Int?]
    /// The group of each node; a node alone has its own index.
    private(set) var group: [Int]
    /// The nodes of each group of elementwise nodes, in order.
    private(set) var members: [Int: [Int]] = [:]

    init(_ graph: Graph) {
        self.graph = graph
        producers = graph.producers()
        group = Array(graph.nodes.indices)
        for (index, node) in graph.nodes.enumerated() where node.operation.isElementwise {
            members[index] = [index]
            let shape = graph.shape(of: node.outputs[0])
            for input in node.inputs {
                guard let producer = producers[input.index],
                    graph.nodes[producer].operation.isElementwise,
                    graph.shape(of: input) == shape
                else { continue }
                unite(group[producer], group[index])
            }
        }
    }

    private mutating func unite(_ a: Int, _ b: Int) {
        guard a != b, let first = members[a], let second = members[b],
            first.count + second.count <= Self.largestGroup,
            !depends(b, on: a), !depends(a, on: b)
        else { return }
        for member in second { group[member] = a }
        members[a] = (first + second).sorted()
        members[b] = nil
    }

    /// Whether a group depends on another through nodes outside of both.
    private func depends(_ group: Int, on target: Int) -> Bool {
        let first = members[target]![0]
        var visited: Set<Int> = [group]
        var stack = inputGroups(of: group).filter { $0 != target }
        while let current = stack.popLast() {
            // A group whose members all stand before the target's cannot depend on it.
            guard visited.insert(current).inserted, (members[current]?.last ?? current) > first
            else { continue }
            for next in inputGroups(of: current) {
                if next == target { return true }
                stack.append(next)
            }
        }
        return false
    }

    private func inputGroups(of group: Int) -> [Int] {
        (members[group] ?? [group]).flatMap { graph.nodes[$0].inputs }
            .compactMap { producers[$0.index] }.map { self.group[$0] }
    }
}

extension Operation {
    var isElementwise: Bool {
        switch self {
        case .unary, .binary: true
        default: false
        }
    }
}
