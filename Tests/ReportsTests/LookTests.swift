import Foundation
import Ledger
import Testing

@testable import Reports

/// `DAYBOOK_LOOK=folder swift test --filter LookTests` writes the demo shop there, to be looked at.
@Test(.enabled(if: ProcessInfo.processInfo.environment["DAYBOOK_LOOK"] != nil))
func `the demo shop is written out to be looked at`() throws {
  let environment = ProcessInfo.processInfo.environment
  let folder = URL(fileURLWithPath: try #require(environment["DAYBOOK_LOOK"]))
  try FileManager.default.createDirectory(
    at: folder.appending(path: "empty/Reports"), withIntermediateDirectories: true)
  try FileManager.default.createDirectory(
    at: folder.appending(path: "Reports/csv"), withIntermediateDirectories: true)
  for (path, text) in DemoShop().figures().pages() {
    try Data(text.utf8).write(to: folder.appending(path: path))
  }
  for (path, text) in ShopFigures.empty().pages() {
    try Data(text.utf8).write(to: folder.appending(path: "empty").appending(path: path))
  }
}
