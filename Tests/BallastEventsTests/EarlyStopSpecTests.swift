import BallastCore
import BallastEvents
import Testing

@Suite struct EarlyStopSpecTests {
    @Test func keysHaveTheirDefaults() throws {
        let spec = try EarlyStopSpec(parsing: "patience=4")
        #expect(spec == EarlyStopSpec(patience: 4))
        #expect(spec.minimumDelta == 0 && spec.startEpoch == 0 && spec.metric == .loss)
    }

    @Test(arguments: [
        "patience=1", "patience=10,min-delta=0.001", "patience=2,start-epoch=5,metric=accuracy",
    ])
    func textsComeBack(text: String) throws {
        #expect(try EarlyStopSpec(parsing: text).description == text)
    }

    @Test(arguments: [
        ("", "key=value"), ("patience", "key=value"), ("min-delta=1", "patience"),
        ("patience=0", "patience"), ("patience=x", "'x'"), ("patience=1,patience=2", "twice"),
        ("patience=1,min-delta=-1", "min-delta"), ("patience=1,metric=top", "'top'"),
        ("patience=1,delay=3", "'delay'"), ("patience=1,start-epoch=-1", "start-epoch"),
    ])
    func mistakesNameTheOption(text: String, part: String) throws {
        let error = try #require(throws: BallastError.self) { try EarlyStopSpec(parsing: text) }
        #expect(error.kind == .usage && error.place == "--early-stop")
        #expect(error.what.contains(part))
        #expect(error.mend?.contains("patience=N") == true)
    }
}
