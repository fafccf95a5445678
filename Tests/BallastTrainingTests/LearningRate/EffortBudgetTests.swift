import BallastTraining
import Testing

@Suite("Budgets")
struct EffortBudgetTests {
    @Test(
        "are read from text",
        arguments: [
            ("90", EffortBudget.Limit.seconds(90)), ("90s", .seconds(90)), ("5m", .seconds(300)),
            ("0.5m", .seconds(30)), ("2000steps", .steps(2000)), ("none", .none),
        ])
    func parsing(text: String, limit: EffortBudget.Limit) {
        #expect(EffortBudget.Limit(text) == limit)
        #expect(EffortBudget.Limit(limit.description) == limit)
    }

    @Test(
        "refuse what is none", arguments: ["", "0", "-3s", "5h", "steps", "0steps", "nan", "inf"])
    func refusal(text: String) {
        #expect(EffortBudget.Limit(text) == nil)
    }

    @Test("a share spends from the whole")
    func share() {
        let whole = EffortBudget(.steps(30), now: { 0 })
        let part = whole.share(1.0 / 3)
        part.spend(steps: 9)
        #expect(!part.isSpent)
        part.spend(steps: 1)
        #expect(part.isSpent && !whole.isSpent)
        #expect(whole.steps == 10)
        whole.spend(steps: 20)
        #expect(whole.isSpent && whole.share(0.5).isSpent)
    }

    @Test("seconds count from when the budget or the share is made")
    func seconds() {
        var time = 100.0
        let whole = EffortBudget(.seconds(60), now: { time })
        time = 130
        let part = whole.share(0.5)
        #expect(!part.isSpent)
        time = 159
        #expect(!part.isSpent)
        time = 160
        #expect(part.isSpent && whole.isSpent)
    }

    @Test("tell how many steps there is room for, at the pace so far")
    func room() {
        var time = 0.0
        let steps = EffortBudget(.steps(30), now: { time })
        #expect(steps.affordableSteps == 30)
        #expect(EffortBudget(.none, now: { time }).affordableSteps == nil)
        let seconds = EffortBudget(.seconds(60), now: { time })
        #expect(seconds.affordableSteps == nil)
        seconds.spend(steps: 10)
        time = 20
        #expect(seconds.affordableSteps == 20)
        steps.spend(steps: 28)
        #expect(steps.affordableSteps == 2 && steps.share(0.5).affordableSteps == 2)
    }

    @Test("the pace is that of the steps behind its beginning")
    func pace() {
        var time = 0.0
        let budget = EffortBudget(.seconds(100), now: { time })
        #expect(budget.secondsPerStep == nil)
        budget.spend(steps: 1)
        time = 20
        #expect(budget.secondsPerStep == 20 && budget.affordableSteps == 4)
        budget.beginPace()
        #expect(budget.secondsPerStep == nil && budget.affordableSteps == nil)
        budget.spend(steps: 2)
        time = 40
        #expect(budget.secondsPerStep == 10 && budget.affordableSteps == 6)
    }

    @Test("a person can end them")
    func interruption() {
        let budget = EffortBudget(.none, now: { 0 }, shouldStop: { true })
        #expect(budget.isSpent && budget.isInterrupted && budget.share(0.5).isSpent)
    }
}
