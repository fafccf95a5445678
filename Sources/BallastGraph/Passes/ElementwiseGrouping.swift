import BallastCore

/// Finds which elementwise nodes can run as one pass over memory.
///
/// A node joins the group of one of its producers when their shapes agree and when no path leads
/// out of the group and back into it through other nodes.
struct ElementwiseGrouping {
    static let largestGroup = 20

    private let graph: Graph
    private let producers: [Int?]
    /// The group of each node; a node alone has its own index.
    private(set) var group: [Int]
    private(set) var members: [Int: [Int]] = [:]

    init(_ graph: Graph) {
        self.graph = graph
        producers = graph.producers()
        group = Array(graph.nodes.indices)
        for (index, node) in graph.nodes.enumerated() where node.operation.isElementwise {
            members[index] = [index]
            let shape = graph.shape(of: node.outputs[0])
            for input in node.inputs where group[index] == index {
                guard let producer = producers[input.index],
                    graph.nodes[producer].operation.isElementwise,
                    graph.shape(of: input) == shape
                else { continue }
                joinIfPossible(index, to: group[producer])
            }
        }
    }

    private mutating func joinIfPossible(_ index: Int, to target: Int) {
        guard let size = members[target]?.count, size < Self.largestGroup,
            !leavesAndReturns(index, target)
        else { return }
        group[index] = target
        members[target]?.append(index)
        members[index] = nil
    }

    /// Whether an input of the node depends on the group through a node outside of it.
    private func leavesAndReturns(_ index: Int, _ target: Int) -> Bool {
        let first = members[target]![0]
        var visited: Set<Int> = []
        var stack = inputGroups(of: [index]).filter { $0 != target }
        while let current = stack.popLast() {
            // A group whose members all stand before the target cannot depend on it.
            guard visited.insert(current).inserted,
                (members[current]?.last ?? current) > first
            else { continue }
            for next in inputGroups(of: members[current] ?? [current]) {
                if next == target { return true }
                if next != current { stack.append(next) }
            }
        }
        return false
    }

    private func inputGroups(of nodes: [Int]) -> [Int] {
        nodes.flatMap { graph.nodes[$0].inputs }.compactMap { producers[$0.index] }
            .map { group[$0] }
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
