// swift-tools-version: 6.2

import PackageDescription

/// Every target is held to the same rules: memory-safe by marking, no warning tolerated.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "daybook",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "daybook", targets: ["daybook"])],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(
      name: "CLibArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CMalloc"),
    .target(name: "Records", swiftSettings: strict),
    .target(
      name: "Intake", dependencies: ["Records", "CLibCrypto", "CLibXML2", "CLibArchive", "CZlib"],
      swiftSettings: strict),
    .target(name: "Inspection", dependencies: ["Records"], swiftSettings: strict),
    .target(
      name: "Ledger",
      dependencies: [
        "Records",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ], swiftSettings: strict),
    .target(name: "Reports", dependencies: ["Records", "Ledger"], swiftSettings: strict),
    .target(
      name: "Pipeline",
      dependencies: [
        "Records", "Intake", "Inspection", "Ledger", "Reports",
        .product(name: "Yams", package: "Yams"),
        .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: strict, plugins: ["EmbedConfig"]),
    .executableTarget(
      name: "daybook",
      dependencies: [
        "Records", "Ledger", "Pipeline", "CMalloc",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "Benchmarks", dependencies: ["Records", "Intake", "Inspection", "Pipeline"], path: "Benchmarks",
      exclude: ["thresholds.txt", "hostile.py", "contenders.py"], swiftSettings: strict),
    .plugin(name: "EmbedConfig", capability: .buildTool(), path: "Sources/EmbedConfig"),
    .testTarget(name: "RecordsTests", dependencies: ["Records"], swiftSettings: strict),
    .testTarget(
      name: "LedgerTests",
      dependencies: ["Ledger", "Records", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .target(
      name: "PackingSupport", dependencies: ["CLibArchive"], path: "Tests/PackingSupport",
      swiftSettings: strict),
    .testTarget(
      name: "IntakeTests", dependencies: ["Intake", "Records", "PackingSupport"], swiftSettings: strict),
    .testTarget(name: "InspectionTests", dependencies: ["Inspection", "Records"], swiftSettings: strict),
    .testTarget(
      name: "PipelineTests",
      dependencies: [
        "Pipeline", "Records", "Inspection", "Intake", "Ledger",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["daybook", "Pipeline", "Ledger", "Records", "PackingSupport"],
      swiftSettings: strict),
    .testTarget(name: "ReportsTests", dependencies: ["Reports", "Ledger", "Records"], swiftSettings: strict),
  ]
)
