import BallastCore
import BallastData
import Testing

@Suite struct DatasetSpecTests {
    @Test(arguments: [
        ("shapes7", "shapes7"),
        ("shapes7:train=100,test=0", "shapes7:train=100,test=0"),
        ("shapes7:seed=5,size=64,train=7000", "shapes7:size=64,seed=5"),
        (
            "shapes7:noise=0.1,difficulty=1,balance=10",
            "shapes7:noise=0.1,difficulty=1.0,balance=10.0"
        ),
        ("fashion-mnist", "fashion-mnist"),
        ("fashion-mnist:0-6", "fashion-mnist:0,1,2,3,4,5,6"),
        ("fashion-mnist:5,0,3", "fashion-mnist:0,3,5"),
        ("fashion-mnist:0-9", "fashion-mnist"),
        ("idx:data/mnist", "idx:data/mnist"), ("cifar10:C:\\x y", "cifar10:C:\\x y"),
        ("cifar100:a\\,b", "cifar100:a\\,b"), ("folder:a,size=64", "folder:a,size=64"),
        (
            "folder:a b,group=^(\\w{1\\,3}),seed=1,validation=0.2,channels=1",
            "folder:a b,validation=0.2,group=^(\\w{1\\,3}),seed=1,channels=1"
        ),
    ])
    func acceptsAndPrintsItself(text: String, canonical: String) throws {
        let spec = try DatasetSpec(parsing: text)
        #expect(spec.description == canonical)
        #expect(try DatasetSpec(parsing: canonical) == spec)
    }

    @Test(arguments: [
        ("shapes", "no data set 'shapes'", "Did you mean 'shapes7'?"),
        (
            "", "no data set ''",
            "Known data sets: shapes7, fashion-mnist, idx, cifar10, cifar100, folder."
        ),
        ("imagenet", "no data set 'imagenet'", "Known data sets"),
        ("shapes7:tran=5", "no key 'tran'", "Did you mean 'train'? Known keys: train, test"),
        ("shapes7:train", "not of the form key=value", "Known keys"),
        ("shapes7:", "empty part", "Leave out the colon"),
        ("shapes7:train=9,,test=7", "empty part", "single commas"),
        ("shapes7:train=lots", "'lots' is no value", "'train' takes a number of images"),
        ("shapes7:noise=nan", "'nan' is no value", "'noise' takes"),
        ("shapes7:difficulty=2", "'2' is no value", "from 0 (easy) to 1 (hard)"),
        ("shapes7:seed=1,seed=2", "given twice", "once"),
        ("shapes7:train=1000000,size=1024", "GiB", "the limit is 16 GiB"),
        ("fashion-mnist:0-10", "no class 10", "9 Ankle boot"),
        ("fashion-mnist:6-0", "neither a class nor a range", "fashion-mnist:0-6"),
        ("fashion-mnist:a", "neither a class nor a range", "fashion-mnist:0,3,5"),
        ("fashion-mnist:0-2,2", "named twice", "once"),
        ("idx", "idx needs a folder", "idx:data/mine"), ("folder:", "empty part", "commas"),
        ("cifar10:a,b", "a folder and nothing else", "as '\\,'"),
        ("folder:a,b", "not of the form key=value", "validation, group, seed, size, channels"),
        ("folder:a,validaton=0.1", "no key 'validaton'", "Did you mean 'validation'?"),
        ("folder:a,validation=1", "'1' is no value", "above 0 and below 1"),
        ("folder:a,group=(", "'(' is no value", "regular expression"),
        ("folder:a,size=4", "'4' is no value", "from 8 to 1024"),
        ("folder:a,channels=4", "'4' is no value", "3 (RGB) or 1 (grey)"),
        ("fashion-mnist:4", "nothing to tell apart", "at least two classes"),
    ])
    func refuses(text: String, what: String, mend: String) throws {
        let error = try #require(throws: BallastError.self) { try DatasetSpec(parsing: text) }
        #expect(error.kind == .usage)
        #expect(error.place == "--data")
        #expect(error.what.contains(what), "\(error)")
        #expect(error.mend?.contains(mend) == true, "\(error)")
    }

    @Test func namesTheOptionItCameFrom() throws {
        let error = try #require(throws: BallastError.self) {
            try DatasetSpec(parsing: "x", option: "--validation-data")
        }
        #expect(error.place == "--validation-data")
    }

    @Test func imageSizeRendersShapesAndIsChecked() throws {
        let spec = try DatasetSpec(parsing: "shapes7:train=14,test=7")
        let parts = try spec.load(imageSize: 48)
        #expect(parts.train.imageShape == ImageShape(height: 48, width: 48, channels: 3))
        #expect(parts.train.count == 14 && parts.test?.count == 7)
        let error = try #require(throws: BallastError.self) { try spec.load(imageSize: 2) }
        #expect(error.kind == .usage && error.place == "--image-size")
        let trainOnly = try DatasetSpec(parsing: "shapes7:train=14,test=0").load()
        #expect(trainOnly.test == nil)
    }
}
