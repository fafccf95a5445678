import BallastCore
import BallastGraph
import BallastRuntime
import TestSupport
import Testing

@Suite("Executables on the reference backend")
struct ExecutableTests {
    private let weight = StateSlot(.parameter, "weight", shape: [2, 3])

    /// `loss = Σ (x·wᵀ)²`, and gradient descent on `w`.
    private func trainingGraph() -> Graph {
        let builder = GraphBuilder()
        let x = builder.input("x", [1, 3])
        let loss = x.linear(weight: builder.read(weight), bias: nil).squared().sum()
        builder.result("loss", loss)
        let differentiated = builder.graph.differentiated(loss: loss.value)
        return differentiated
    }

    private func updateGraph() -> Graph {
        let builder = GraphBuilder()
        let gradient = builder.read(weight.gradient, .proposed)
        let rate = builder.scalar(.learningRate)
        builder.write(builder.read(weight) - gradient * rate, to: weight)
        return builder.graph
    }

    @Test("a step computes, proposes, and changes nothing until it is committed")
    func trainsALinearLayer() throws {
        let store = StateStore(backend: ReferenceBackend())
        store.store(HostTensor(shape: [2, 3], values: [1, 2, 3, -1, 0, 1]), in: weight)
        let step = try Executable(trainingGraph(), store: store)
        let update = try Executable(updateGraph(), store: store)
        _ = step.floatInput("x").update(from: [1, 0, 2])
        step.run(StepScalars())
        #expect(step.result("loss").elementsEqual([50]))
        #expect(store.load(weight.gradient, .proposed).values == [14, 0, 28, 2, 0, 4])

        update.run(StepScalars(learningRate: 0.05))
        #expect(update.writtenSlots == [weight])
        #expect(store.load(weight).values == [1, 2, 3, -1, 0, 1])
        store.commit(update.writtenSlots)
        let expected = [1 - 0.7, 2, 3 - 1.4, -1 - 0.1, 0, 1 - 0.2]
        for (value, wanted) in zip(store.loadExactly(weight), expected) {
            #expect(abs(value - wanted) < 1e-15)
        }
        step.run(StepScalars())
        #expect(step.result("loss")[0] < 20)
    }

    @Test("inputs of rank 4 are given channels last, results come in canonical order")
    func ordersOfInputAndResult() throws {
        let builder = GraphBuilder()
        let shape: Shape = [1, 2, 2, 2]
        builder.result("same", builder.input("x", shape) * 1)
        let executable = try Executable(
            builder.graph, store: StateStore(backend: ReferenceBackend()))
        _ = executable.floatInput("x").update(from: [0, 10, 1, 11, 2, 12, 3, 13])
        executable.run(StepScalars())
        #expect(executable.result("same").elementsEqual([0, 1, 2, 3, 10, 11, 12, 13]))
        #expect(executable.hasResult("same") && !executable.hasResult("x"))
    }

    @Test("the scalars of a run reach the graph")
    func scalars() throws {
        let builder = GraphBuilder()
        let sources: [(String, ScalarSource)] = [
            ("rate", .learningRate), ("momentum", .momentum), ("step", .step),
            ("first", .isFirstStep), ("correction", .biasCorrection(0.5)),
            ("statistics", .statisticsMomentum), ("scale", .gradientScale),
        ]
        for (name, source) in sources {
            builder.result(name, builder.scalar(source))
        }
        let backend = ReferenceBackend()
        let executable = try Executable(builder.graph, store: StateStore(backend: backend))
        executable.run(
            StepScalars(
                learningRate: 0.3, momentum: 0.7, step: 2, statisticsMomentum: 0.25,
                gradientScale: 0.5))
        #expect(
            sources.map { backend.exactResult($0.0)[0] } == [0.3, 0.7, 2, 0, 0.75, 0.25, 0.5])
        executable.run(StepScalars(step: 1))
        #expect(backend.exactResult("first") == [1])
    }

    @Test("the same inputs give the same bits, and a profile runs the same kernels")
    func repeats() throws {
        let operationCase = OperationCases.all.last!
        let graph = operationCase.differentiatedGraph()
        let backend = ReferenceBackend()
        let store = StateStore(backend: backend)
        let executable = try Executable(graph, store: store)
        executable.fillInputs(of: graph, classes: operationCase.classes)
        for operand in operationCase.operands {
            store.store(HostTensor(repeating: 0.5, shape: operand.slot.shape), in: operand.slot)
        }
        executable.run(StepScalars(seed: 1))
        let first = backend.exactResult("loss")
        let seconds = executable.profile(StepScalars(seed: 1))
        #expect(backend.exactResult("loss") == first)
        #expect(seconds.count == executable.steps.count)
    }

    @Test("dropout masks follow the seed, the step and the site, and only those")
    func dropoutMasks() throws {
        let builder = GraphBuilder()
        let ones = builder.constant(1, shape: [8, 16])
        builder.result("first", ones.droppedOut(rate: 0.25))
        builder.result("second", ones.droppedOut(rate: 0.25))
        let backend = ReferenceBackend()
        let executable = try Executable(builder.graph, store: StateStore(backend: backend))
        func masks(seed: UInt64, step: Int) -> [[Double]] {
            executable.run(StepScalars(step: step, seed: seed))
            return [backend.exactResult("first"), backend.exactResult("second")]
        }
        let masks1 = masks(seed: 1, step: 1)
        #expect(masks1[0] != masks1[1])
        #expect(masks(seed: 1, step: 2)[0] != masks1[0])
        #expect(masks(seed: 2, step: 1)[0] != masks1[0])
        #expect(masks(seed: 1, step: 1) == masks1)
        #expect(masks1[0].allSatisfy { $0 == 0 || abs($0 - 4.0 / 3) < 1e-15 })
        let kept = masks1.joined().count { $0 != 0 }
        #expect((160...224).contains(kept), "\(kept) of 256 kept at rate 0.25")
    }
}
