/// The last finite values of a stream, kept in order so that their median and spread are cheap.
struct RobustWindow: Sendable {
    let capacity: Int
    /// Oldest first once unrolled from ``next``.
    private var ring: [Double] = []
    private var next = 0
    private var ordered: [Double] = []

    /// - Precondition: `capacity` is positive.
    init(_ capacity: Int) {
        precondition(capacity > 0, "a window of \(capacity) values holds nothing")
        self.capacity = capacity
    }

    var count: Int { ordered.count }

    /// Takes up a value in place of the oldest one.
    ///
    /// - Precondition: the value is finite.
    /// - Complexity: O(capacity) moves of memory.
    mutating func append(_ value: Double) {
        precondition(value.isFinite, "a window takes numbers only")
        if ring.count < capacity {
            ring.append(value)
        } else {
            ordered.remove(at: position(of: ring[next]))
            ring[next] = value
            next = (next + 1) % capacity
        }
        ordered.insert(value, at: position(of: value))
    }

    mutating func removeAll() {
        self = RobustWindow(capacity)
    }

    /// Oldest first.
    var values: [Double] { Array(ring[next...] + ring[..<next]) }

    var median: Double? { ordered.sortedMedian }

    /// The value below which a share of the window lies; nil while it is empty.
    func quantile(_ share: Double) -> Double? {
        guard !ordered.isEmpty else { return nil }
        return ordered[min(ordered.count - 1, Int(share * Double(ordered.count)))]
    }

    /// The median distance from `center`; 0 while empty.
    ///
    /// - Complexity: O(log capacity).
    func medianDistance(from center: Double) -> Double {
        guard !ordered.isEmpty else { return 0 }
        let split = position(of: center)
        // Of the nearest values, some lie below the center and the others above it.
        let nearest = ordered.count / 2 + 1
        var (low, high) = (max(0, nearest - (ordered.count - split)), min(split, nearest))
        while low < high {
            let below = (low + high) / 2
            let isEnough =
                center - ordered[split - 1 - below] >= ordered[split + nearest - below - 1] - center
            if isEnough { high = below } else { low = below + 1 }
        }
        let above = nearest - low
        return max(
            low > 0 ? center - ordered[split - low] : 0,
            above > 0 ? ordered[split + above - 1] - center : 0)
    }

    /// The first place at which `value` keeps the order.
    private func position(of value: Double) -> Int {
        var (low, high) = (0, ordered.count)
        while low < high {
            let middle = (low + high) / 2
            if ordered[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension RobustWindow: Hashable {
    /// Windows are the same that hold the same values in the same order of arrival.
    static func == (one: RobustWindow, other: RobustWindow) -> Bool {
        one.capacity == other.capacity && one.values == other.values
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(values)
    }
}

extension RobustWindow: Codable {
    private enum Key: String, CodingKey {
        case capacity, values
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        self.init(max(1, try fields.decode(Int.self, forKey: .capacity)))
        for value in try fields.decode([Double].self, forKey: .values) where value.isFinite {
            append(value)
        }
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(capacity, forKey: .capacity)
        try fields.encode(values, forKey: .values)
    }
}
