import BallastCore
import BallastEvents
import Testing

@Suite struct ScheduleSpecTests {
    @Test(arguments: [
        ("constant", ScheduleSpec.Form.constant, ScheduleUnit.step),
        ("step:size=30", .step(size: 30, gamma: 0.1), .epoch),
        ("step:size=30,gamma=0.5,every=step", .step(size: 30, gamma: 0.5), .step),
        (
            "multistep:milestones=30+60,gamma=0.2", .multistep(milestones: [30, 60], gamma: 0.2),
            .epoch
        ),
        ("exponential:gamma=0.95", .exponential(gamma: 0.95), .epoch),
        ("polynomial", .polynomial(total: nil, power: 1), .step),
        ("polynomial:total=100,power=2.0", .polynomial(total: 100, power: 2), .step),
        ("cosine", .cosine(total: nil, minimum: 0), .step),
        ("cosine:total=5,min=0.001,every=epoch", .cosine(total: 5, minimum: 0.001), .epoch),
        (
            "cosine-restarts:first=10,multiplier=2,min=1e-05",
            .cosineRestarts(first: 10, multiplier: 2, minimum: 1e-5), .epoch
        ),
        ("onecycle", .oneCycle(OneCycleSpec()), .step),
        ("plateau", .plateau(PlateauSpec()), .step),
    ])
    func textAndValueAgree(text: String, form: ScheduleSpec.Form, unit: ScheduleUnit) throws {
        let spec = try ScheduleSpec(parsing: text)
        #expect(spec.form == form)
        #expect(spec.unit == unit)
        #expect(spec.description == text)
    }

    @Test func allKeysOfOneCycleAndPlateauComeBack() throws {
        for text in [
            "onecycle:max=0.4,total=90,start=0.2,divisor=10.0,final-divisor=100.0,"
                + "cycle-momentum=false,base-momentum=0.8,max-momentum=0.9,every=epoch",
            "plateau:mode=max,factor=0.5,patience=3,threshold=0.01,threshold-mode=abs,"
                + "cooldown=2,min=0.0001",
        ] {
            #expect(try ScheduleSpec(parsing: text).description == text)
        }
    }

    @Test(arguments: [
        ("cosin", "did you mean 'cosine'?"),
        ("linear", "there is no schedule 'linear'"),
        ("", "there is no schedule ''"),
        ("step", "step needs 'size='"),
        ("step:size=0", "'size' of step is out of range"),
        ("step:size=x", "'x' cannot be read as step's 'size'"),
        ("step:size=3,gama=1", "did you mean 'gamma'?"),
        ("step:size=3,size=4", "has 'size' twice"),
        ("step:size", "'size' is not key=value"),
        ("step:", "'' is not key=value"),
        ("multistep:milestones=60+30", "'milestones' of multistep is out of range"),
        ("multistep:milestones=3+x", "not a list such as 30+60"),
        ("exponential", "exponential needs 'gamma='"),
        ("cosine:every=week", "one of epoch, step"),
        ("cosine:min=nan", "'min' of cosine is out of range"),
        ("plateau:every=step", "plateau has no key 'every'"),
        ("plateau:mode=mean", "one of min, max"),
        ("onecycle:start=1", "'start' of onecycle is out of range"),
        ("onecycle:base-momentum=0.99", "'base-momentum' of onecycle is out of range"),
        ("constant:gamma=1", "constant has no key 'gamma'"),
    ])
    func faultsNameTheOptionAndTheMend(text: String, message: String) {
        let error = #expect(throws: BallastError.self) { try ScheduleSpec(parsing: text) }
        #expect(error?.kind == .usage)
        #expect(error?.place == "--schedule")
        #expect(error?.what.contains(message) == true, "\(String(describing: error))")
        #expect(error?.mend?.isEmpty == false)
    }

    @Test func anUnknownNameListsWhatExists() {
        let error = #expect(throws: BallastError.self) { try ScheduleSpec(parsing: "warm") }
        for name in [
            "constant", "step", "multistep", "exponential", "polynomial", "cosine",
            "cosine-restarts", "onecycle", "plateau",
        ] {
            #expect(error?.mend?.contains(name) == true)
        }
    }
}
