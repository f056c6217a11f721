import Foundation
import Intake
import Records

@testable import Pipeline

/// A shop folder that is gone when the test is over.
final class TestFolder {
  let shop: ShopFolder

  init() throws {
    let base = URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
    shop = ShopFolder(BytePath("\(base)/daybook-pipeline-\(UUID().uuidString.prefix(13))"))
    try shop.make()
  }

  deinit { try? FileManager.default.removeItem(atPath: shop.root.display) }

  @discardableResult
  func drop(_ text: String, as name: [UInt8]) throws -> BytePath {
    let path = shop.inbox.appending(name)
    try DurableFiles.onDisk.make(path).write(Array(text.utf8).span)
    return path
  }

  @discardableResult
  func drop(_ text: String, as name: String) throws -> BytePath { try drop(text, as: Array(name.utf8)) }

  func text(_ path: BytePath) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path.display)), as: UTF8.self)
  }

  func names(in folder: BytePath) throws -> [[UInt8]] { try DurableFiles.onDisk.names(in: folder) }
}
