import Intake
import Records

extension DecodeOptions {
  /// What a definition, or whoever asks, says of a text; the rest is found out. A header in line 0 is none.
  init(_ stated: StatedDialect, limits: DecodeOptions.Limits = Limits()) {
    self.init()
    self.limits = limits
    delimiter = stated.delimiter
    encoding = stated.encoding
    if let quote = stated.quote { self.quote = quote.first.map { .byte($0) } ?? DecodeOptions.Quote.none }
    if stated.headerLine == 0 { hasHeader = false } else { headerLine = stated.headerLine }
  }
}
