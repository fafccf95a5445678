import BallastCore
import BallastData
import Testing

@Suite struct TransformSpecTests {
    @Test(arguments: [
        "resize:256", "resize:size=72,fit=cover+center-crop", "random-crop:padding=4+flip",
        "random-crop:4", "random-resized-crop:scale=0.35-1,ratio=0.5-2", "rotate:15+flip:p=0.3",
        "jitter:hue=0.1+erase:p=0.25,area=0.1-0.2", "flip+resize:40+random-crop",
    ])
    func textAndValueAgree(text: String) throws {
        let spec = try TransformSpec(parsing: text)
        #expect(try TransformSpec(parsing: spec.description) == spec)
    }

    @Test func valuesAreTaken() throws {
        let spec = try TransformSpec(
            parsing: "erase+resize:72,fit=cover+random-resized-crop:scale=0.5-1+flip+rotate:9")
        #expect(spec.resize == TransformSpec.Resize(size: 72, fit: .cover))
        #expect(spec.crop == .resized(scale: 0.5...1, ratio: 0.75...1.3333))
        #expect(spec.flip == 0.5 && spec.rotation == 9 && spec.jitter == nil)
        #expect(spec.erasing == TransformSpec.Erasing())
        #expect(spec.isRandom && spec.storedSize(imageSize: 64) == 72)
        let plain = try TransformSpec(parsing: "resize:72+center-crop")
        #expect(!plain.isRandom && plain.storedSize(imageSize: nil) == 72)
        #expect(TransformSpec().storedSize(imageSize: 64) == 64)
    }

    @Test(arguments: [
        ("flop", "no step 'flop'", "'flip'"), ("", "empty", "Known steps"),
        ("flip+", "empty", "Known steps"), ("flip+flip", "given twice", "once"),
        ("flip:p=2", "'2' is no value", "from 0 to 1"), ("flip:q=1", "no key 'q'", "Known keys"),
        ("resize", "needs a value", "resize:256"), ("resize:4", "'4' is no value", "8 to 1024"),
        ("resize:64,fit=zoom", "'zoom' is no value", "stretch or cover"),
        ("random-crop+center-crop", "two ways", "Keep one"),
        ("center-crop:3", "no options", "alone"),
        ("rotate", "needs a value", "rotate:15"), ("rotate:nan", "'nan' is no value", "180"),
        ("erase:area=0.5-0.2", "'0.5-0.2' is no value", "0.1-1"),
        ("jitter:hue=0.6", "'0.6' is no value", "0.5"),
        ("random-resized-crop:scale=1", "'1' is no value", "two numbers"),
    ])
    func mistakesNameWhatAndHow(text: String, what: String, mend: String) {
        let error = #expect(throws: BallastError.self) { try TransformSpec(parsing: text) }
        #expect(error?.kind == .usage && error?.place == "--transform")
        #expect(error?.what.contains(what) == true, "\(error?.what ?? "")")
        #expect(error?.mend?.contains(mend) == true, "\(error?.mend ?? "")")
    }

    @Test func stepsMustFitTheImages() throws {
        let shape = ImageShape(height: 40, width: 40, channels: 3)
        let crop = try TransformSpec(parsing: "random-crop")
        #expect(throws: BallastError.self) { try crop.output(of: shape, imageSize: 40) }
        #expect(throws: BallastError.self) { try crop.output(of: shape, imageSize: 48) }
        #expect(try crop.output(of: shape, imageSize: 32).height == 32)
        let padded = try TransformSpec(parsing: "random-crop:padding=2")
        #expect(try padded.output(of: shape, imageSize: nil) == shape)
    }
}
