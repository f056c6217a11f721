import Foundation
import Testing

/// Whatever the disk, the clock and the neighbours do, no row is lost and none counted twice.
///
/// `DAYBOOK_SEED=17 swift test --filter SimulationTests` runs one seed again; `DAYBOOK_SEEDS=10000` runs more of them.
struct SimulationTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let count = environment["DAYBOOK_SEEDS"].flatMap(UInt64.init) ?? 200
  private static let parts: UInt64 = 8

  @Test(arguments: 0..<parts)
  func `through crashes, full and failing disks the books stay those of the files that were taken`(
    part: UInt64
  ) throws {
    if let only = Self.environment["DAYBOOK_SEED"].flatMap(UInt64.init) {
      if part == 0 { try run(only) }
      return
    }
    for seed in 0..<Self.count where seed % Self.parts == part { try run(seed) }
  }

  private func run(_ seed: UInt64) throws {
    let simulation = try Simulation(seed: seed)
    do { try simulation.run() } catch {
      Issue.record(
        "seed \(seed): \(error); again with DAYBOOK_SEED=\(seed)\n\(simulation.diary.joined(separator: "\n"))"
      )
    }
  }

  @Test func `a disk that is never told to keep its names is found out`() throws {
    let found = try (0..<Self.count).first { seed in
      do {
        try Simulation(seed: seed, planted: .foldersNotSaved).run()
        return false
      } catch is Simulation.Broken { return true }
    }
    #expect(found != nil)
    if let found { print("folders that are not saved were found out by seed \(found)") }
  }
}
