/// The losses of one batch and of others under the weights of several steps.
public struct BatchFacts: Codable, Hashable, Sendable {
    /// The step whose batch it is.
    public var step: Int
    /// The training samples of the batch, the one with the highest loss first.
    public var samples: [Int]
    /// Those of them whose loss stands out from that of all other samples under the weights of the
    /// last state.
    public var outstanding: [Int]
    /// The state (completed steps), the batch's loss there, and the losses of other batches there.
    public var states: [State]

    public struct State: Codable, Hashable, Sendable {
        public var step: Int
        public var loss: Double
        public var others: [Double]

        public init(step: Int, loss: Double, others: [Double]) {
            self.step = step
            self.loss = loss
            self.others = others
        }
    }

    public init(step: Int, samples: [Int], outstanding: [Int] = [], states: [State]) {
        self.step = step
        self.samples = samples
        self.outstanding = outstanding
        self.states = states
    }
}
