public import ArgumentParser
public import Ledger
public import Pipeline
public import Records

extension Granularity: ExpressibleByArgument {}
extension LogFormat: ExpressibleByArgument {}
extension ReadingAnswer: ExpressibleByArgument {}
extension FileParse.Format: ExpressibleByArgument {}

extension Day: ExpressibleByArgument {
  public init?(argument: String) { self.init(iso: argument) }
}

extension Currency: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}
