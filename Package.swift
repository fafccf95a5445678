// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// One Swift module of the layered design; `Scripts/check-layers` compares imports with this table.
func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = [])
    -> Target
{
    .testTarget(
        name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

let package = Package(
    name: "ballast",
    products: [
        .library(name: "Ballast", targets: ["Ballast"]),
        .executable(name: "ballast", targets: ["ballast-cli"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        // What Hummingbird's interface is made of
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(
            url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.0.0"),
    ],
    targets: [
        // 0: bindings and host values
        .target(name: "CDNNL", linkerSettings: [.linkedLibrary("dnnl")]),
        .target(name: "CKernels"),
        .systemLibrary(name: "CSPNG", providers: [.apt(["libspng-dev"])]),
        .systemLibrary(name: "CTurboJPEG", providers: [.apt(["libturbojpeg0-dev"])]),
        .systemLibrary(name: "CWebP", providers: [.apt(["libwebp-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        module("BallastCore", []),
        // 1: values that the layers above exchange
        module("BallastGraph", ["BallastCore"]),
        module("BallastEvents", ["BallastCore"]),
        module(
            "BallastData",
            ["BallastCore", "CKernels", "CSPNG", "CTurboJPEG", "CWebP", "CZlib"]),
        // 2: what is built from them
        module("BallastRuntime", ["BallastCore", "BallastGraph"]),
        module("BallastNN", ["BallastCore", "BallastGraph"]),
        module("BallastOptimizers", ["BallastCore", "BallastGraph"]),
        module("BallastStability", ["BallastCore", "BallastEvents"]),
        module("BallastLogs", ["BallastCore", "BallastEvents", "CKernels", "CZlib"]),
        // 3: the backends, the models, what a person sees
        module(
            "BallastDNNL",
            ["BallastCore", "BallastGraph", "BallastRuntime", "CDNNL", "CKernels"]),
        module("BallastReference", ["BallastCore", "BallastGraph", "BallastRuntime"]),
        module("BallastModels", ["BallastCore", "BallastGraph", "BallastNN"]),
        module(
            "BallastReport",
            ["BallastCore", "BallastEvents", "BallastStability", "BallastLogs"]),
        // 4: the loop
        module(
            "BallastTraining",
            [
                "BallastCore", "BallastGraph", "BallastEvents", "BallastData", "BallastRuntime",
                "BallastNN", "BallastOptimizers", "BallastModels", "BallastReference",
                "BallastStability", "BallastLogs",
            ]),
        // 4: the live web page; not part of the umbrella, so that a library's users link no server
        module(
            "BallastDashboard",
            [
                "BallastCore", "BallastEvents", "BallastStability", "BallastLogs",
                "BallastReport",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        // The umbrella that other packages import
        module(
            "Ballast",
            [
                "BallastCore", "BallastGraph", "BallastEvents", "BallastData", "BallastRuntime",
                "BallastNN", "BallastOptimizers", "BallastStability", "BallastLogs",
                "BallastDNNL", "BallastModels", "BallastReference", "BallastReport",
                "BallastTraining",
            ]),
        // 5: commands, the composition root
        .executableTarget(
            name: "ballast-cli",
            dependencies: [
                "Ballast", "BallastDashboard",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Yams", package: "Yams"),
            ],
            path: "Sources/ballast",
            swiftSettings: strict),
        // A model of one's own, in as few lines as it takes
        .executableTarget(
            name: "OwnModel", dependencies: ["Ballast"], path: "Examples/OwnModel",
            swiftSettings: strict),
        // What tests share
        .target(
            name: "TestSupport",
            dependencies: ["BallastCore", "BallastGraph", "BallastReference", "BallastRuntime"],
            path: "Tests/TestSupport",
            swiftSettings: strict),
        // Counts the allocations of the test program
        .target(name: "CAllocations", path: "Tests/CAllocations"),
        tests(
            "BallastDataTests",
            ["BallastCore", "BallastData", "CSPNG", "CTurboJPEG", "CWebP", "CZlib"]),
        tests(
            "BallastDNNLTests",
            [
                "BallastCore", "BallastGraph", "BallastRuntime", "BallastNN", "BallastOptimizers",
                "BallastModels", "BallastDNNL", "TestSupport",
            ]),
        tests(
            "BallastDashboardTests",
            [
                "BallastCore", "BallastEvents", "BallastReport", "BallastDashboard",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        tests("BallastEventsTests", ["BallastCore", "BallastEvents"]),
        tests(
            "BallastGraphTests", ["BallastCore", "BallastGraph", "BallastRuntime", "TestSupport"]),
        tests(
            "BallastLogsTests",
            ["BallastCore", "BallastEvents", "BallastLogs", "CKernels", "CZlib", "TestSupport"],
            resources: [.copy("Recordings")]),
        tests("BallastModelsTests", ["BallastCore", "BallastGraph", "BallastNN", "BallastModels"]),
        tests(
            "BallastNNTests",
            ["BallastCore", "BallastGraph", "BallastNN", "BallastRuntime", "TestSupport"]),
        tests(
            "BallastOptimizersTests",
            [
                "BallastCore", "BallastEvents", "BallastGraph", "BallastRuntime",
                "BallastOptimizers", "TestSupport",
            ],
            resources: [.copy("Fixtures")]),
        tests(
            "BallastReportTests", ["BallastCore", "BallastEvents", "BallastReport"],
            resources: [.copy("Recordings"), .copy("Snapshots")]),
        tests("BallastStabilityTests", ["BallastCore", "BallastEvents", "BallastStability"]),
        tests(
            "BallastRuntimeTests",
            ["BallastCore", "BallastGraph", "BallastRuntime", "TestSupport"]),
        tests(
            "BallastTrainingTests",
            [
                "BallastCore", "BallastGraph", "BallastEvents", "BallastData", "BallastRuntime",
                "BallastNN", "BallastOptimizers", "BallastStability", "BallastModels",
                "BallastDNNL", "BallastTraining", "TestSupport", "CAllocations",
            ]),
        // These run the program itself, which is built with them.
        tests(
            "CommandTests",
            ["BallastCore", "BallastEvents", "BallastTraining", "TestSupport", "ballast-cli"],
            resources: [.copy("Snapshots")]),
        tests(
            "ParityTests",
            [
                "BallastCore", "BallastGraph", "BallastRuntime", "BallastNN", "BallastOptimizers",
                "BallastDNNL", "BallastModels", "TestSupport",
            ]),
    ]
)
