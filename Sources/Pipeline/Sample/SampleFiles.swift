import Intake
import Records

/// Writes sample exports as a careful program would: beside, then renamed, so that no half file is ever read.
public enum SampleFiles {
  /// Writes the demo shop's exports into `Inbox/` and returns their names below it.
  public static func write(_ sample: SampleShop, into shop: ShopFolder) throws -> [String] {
    var made: [String] = []
    try sample.files { name, content in
      let path = name.split(separator: "/").reduce(shop.inbox) { $0.appending(String($1)) }
      try DurableFiles.onDisk.makeFolders(path.folder)
      try write(to: path, content)
      made.append("Inbox/" + name)
    }
    return made
  }

  public static func write(to path: String, _ content: SampleShop.Content) throws {
    try write(to: BytePath(path), content)
  }

  private static func write(to path: BytePath, _ content: SampleShop.Content) throws {
    let file = try RenewedFile(path, on: .onDisk, unfinished: ".part")
    try content { try file.append($0) }
    _ = try file.finish()
  }
}
