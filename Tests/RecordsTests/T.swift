import Testing
@Test func `a thing is so`() { #expect(true) }
