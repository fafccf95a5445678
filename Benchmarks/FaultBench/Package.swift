// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "fault-bench",
    products: [.executable(name: "fault-bench", targets: ["FaultBench"])],
    dependencies: [
        .package(name: "ballast", path: "../.."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        .executableTarget(
            name: "FaultBench",
            dependencies: [
                .product(name: "Ballast", package: "ballast"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/FaultBench",
            swiftSettings: strict)
    ]
)
