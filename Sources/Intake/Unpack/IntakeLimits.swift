/// Everything of which a file may hold only so much.
public struct IntakeLimits: Sendable, Hashable {
  public var decode = DecodeOptions.Limits()
  public var unpack = UnpackLimits()

  public init() {}
}
