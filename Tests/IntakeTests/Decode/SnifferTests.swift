import Intake
import Records
import Testing

/// Small texts and how they must be cut; each case is a sentence of what is decided.
struct SnifferTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    var columns: [String]
    var rows: [[String]]
    var notes: [String: String]
    var testDescription: String { name }

    init(
      _ name: String, _ text: String, _ columns: [String], _ rows: [[String]], _ notes: [String: String] = [:]
    ) {
      self.name = name
      self.text = text
      self.columns = columns
      self.rows = rows
      self.notes = notes
    }
  }

  static let delimiters = [
    Case("comma", "id,name\n1,Mug\n2,Bowl\n", ["id", "name"], [["1", "Mug"], ["2", "Bowl"]]),
    Case(
      "semicolon with decimal commas", "id;price\n1;2,50\n2;3,75\n", ["id", "price"],
      [["1", "2,50"], ["2", "3,75"]]),
    Case(
      "tab beside commas", "id\tname\n1\tMug, blue\n2\tBowl, red\n", ["id", "name"],
      [["1", "Mug, blue"], ["2", "Bowl, red"]]),
    Case("pipe", "a|b|c\n1|2|3\n4|5|6\n", ["a", "b", "c"], [["1", "2", "3"], ["4", "5", "6"]]),
    Case("caret", "a^b\n1^2\n3^4\n", ["a", "b"], [["1", "2"], ["3", "4"]]),
    Case("tilde", "a~b~c\n1~x~2\n3~y~4\n", ["a", "b", "c"], [["1", "x", "2"], ["3", "y", "4"]]),
    Case("colon", "name:qty\nmug:1\nbowl:2\n", ["name", "qty"], [["mug", "1"], ["bowl", "2"]]),
    Case(
      "space", "id name qty\n1 mug 3\n2 bowl 4\n", ["id", "name", "qty"],
      [["1", "mug", "3"], ["2", "bowl", "4"]]),
    Case("two pipes", "a||b||c\n1||2||3\n4||||6\n", ["a", "b", "c"], [["1", "2", "3"], ["4", "", "6"]]),
    Case(
      "two pipes beside single ones", "a||b||c\n1||2|x||3\n4||5||6\n7||8||9\n", ["a", "b", "c"],
      [["1", "2|x", "3"], ["4", "5", "6"], ["7", "8", "9"]]),
    Case(
      "two colons beside times", "at::n::q\n10:30::a::1\n11:45::b::2\n", ["at", "n", "q"],
      [["10:30", "a", "1"], ["11:45", "b", "2"]]),
    Case(
      "two commas", "a,,b,,c\n1,,2,,3\n4,,5,,6\n", ["a", "b", "c"], [["1", "2", "3"], ["4", "5", "6"]]),
    Case(
      "empty cells make no delimiter of two", "a|b|c|d\n1||2|3\n4||5|6\n7||8|9\n", ["a", "b", "c", "d"],
      [["1", "", "2", "3"], ["4", "", "5", "6"], ["7", "", "8", "9"]]),
    Case("two colons", "a::b\n1::2\n3::4\n", ["a", "b"], [["1", "2"], ["3", "4"]]),
    Case(
      "comma and space", "a, b, c\n1, \"x, y\", 3\n4, z, 6\n", ["a", "b", "c"],
      [["1", "x, y", "3"], ["4", "z", "6"]]),
    Case(
      "columns aligned with spaces",
      "Id    Item        Qty\n1     Blue mug      3\n 22   Bowl          4  \n333   Tea pot, big  5\n",
      ["Id", "Item", "Qty"],
      [["1", "Blue mug", "3"], ["22", "Bowl", "4"], ["333", "Tea pot, big", "5"]]),
    Case(
      "markdown", "| id | name |\n|----|:----:|\n| 1 | Mug, blue |\n| 2 |  |\n", ["id", "name"],
      [["1", "Mug, blue"], ["2", ""]], ["delimiter": "pipe: a line of dashes draws a table"]),
    Case(
      "as databases draw tables",
      "+----+------+\n| id | name |\n+----+------+\n|  1 | Mug  |\n|  2 | Bowl |\n+----+------+\n",
      ["id", "name"],
      [["1", "Mug"], ["2", "Bowl"]]),
    Case(
      "as databases draw tables without a frame", " id | name \n----+------\n  1 | Mug\n  2 | Bowl\n",
      ["id", "name"],
      [["1", "Mug"], ["2", "Bowl"]]),
    Case(
      "dashes in a pipe file draw nothing", "a|b\n1|--\n2|x\n", ["a", "b"], [["1", "--"], ["2", "x"]]),
    Case("paragraph sign", "a§b\n1§2\n3§4\n", ["a", "b"], [["1", "2"], ["3", "4"]]),
    Case("control character", "a\u{1}b\n1\u{1}2\n3\u{1}4\n", ["a", "b"], [["1", "2"], ["3", "4"]]),
    Case(
      "sep line", "sep=|\na|b,c\n1|2,3\n", ["a", "b,c"], [["1", "2,3"]],
      ["delimiter": "pipe: by the line sep="]),
    Case(
      "one column of names", "name\nAnna Lee\nBob Ray\nCy\n", ["name"], [["Anna Lee"], ["Bob Ray"], ["Cy"]]),
    Case("one column of times", "start\n10:30\n11:45\n", ["start"], [["10:30"], ["11:45"]]),
    Case(
      "one column of decimal commas", "price\n1,50\n2,75\n10,00\n", ["price"],
      [["1,50"], ["2,75"], ["10,00"]]),
    Case(
      "one column of sentences", "note\nHello, you\nfine\nwell, well, well\nbye\n", ["note"],
      [["Hello, you"], ["fine"], ["well, well, well"], ["bye"]]),
    Case(
      "dates and times beside commas", "at,qty\n2026-01-02 10:30:00,1\n2026-01-03 11:30:00,2\n",
      ["at", "qty"], [["2026-01-02 10:30:00", "1"], ["2026-01-03 11:30:00", "2"]]),
    Case("carriage returns", "a;b\r1;2\r3;4\r", ["a", "b"], [["1", "2"], ["3", "4"]], ["line_end": "CR"]),
    Case(
      "mixed line ends", "a;b\r\n1;2\n3;4\r", ["a", "b"], [["1", "2"], ["3", "4"]],
      ["line_end": "mixed: 1 LF, 1 CRLF, 1 CR"]),
  ]

  static let quotes = [
    Case(
      "single quotes", "id,name\n1,'a, b'\n2,'c, d'\n", ["id", "name"], [["1", "a, b"], ["2", "c, d"]]),
    Case(
      "an apostrophe guard is no quote", "id,zip\n1,'4001\n2,'4002\n", ["id", "zip"],
      [["1", "'4001"], ["2", "'4002"]]),
    Case(
      "single quotes behind backslashes", "id,name\n1,'a\\'s, b'\n2,'c\\'s, d'\n3,'e, f'\n", ["id", "name"],
      [["1", "a's, b"], ["2", "c's, d"], ["3", "e, f"]]),
    Case(
      "backticks", "`id`,`name`\n`1`,`a, b`\n`2`,`c ``d```\n", ["id", "name"],
      [["1", "a, b"], ["2", "c `d`"]]),
    Case(
      "prices in dollars are no quotes", "a,b\n$1,$2\n$3,$4\n$5,$6\n", ["a", "b"],
      [["$1", "$2"], ["$3", "$4"], ["$5", "$6"]]),
    Case(
      "backslashes", "id,name,n\n1,\"a \\\"b\\\", c\",2\n2,\"d\",3\n", ["id", "name", "n"],
      [["1", "a \"b\", c", "2"], ["2", "d", "3"]], ["escape": "backslash: rows fit better with it"]),
    Case(
      "a path that ends in a backslash", "id,path\n1,\"C:\\dir\\\"\n2,\"D:\\\"\n", ["id", "path"],
      [["1", "C:\\dir\\"], ["2", "D:\\"]]),
    Case(
      "inch marks in a raw tab file", "id\tname\n1\t\"Blue\" mug\n2\t5\" nail\n3\tx\n", ["id", "name"],
      [["1", "\"Blue\" mug"], ["2", "5\" nail"], ["3", "x"]]),
  ]

  static let headers = [
    Case(
      "preamble of sentences",
      "Report of June\nAll amounts in USD, unless specified\nid,total,qty\n1,2.50,1\n2,3.50,1\n",
      ["id", "total", "qty"], [["1", "2.50", "1"], ["2", "3.50", "1"]], ["preamble": "2 rows, lines 1 to 2"]),
    Case(
      "hash comments", "# ----\n# Report, of, something\n\nDay,Sessions\n20260101,5\n20260102,6\n",
      ["Day", "Sessions"], [["20260101", "5"], ["20260102", "6"]]),
    Case(
      "a header with a hash", "#id\tname\n1\tMug\n2\tBowl\n", ["#id", "name"],
      [["1", "Mug"], ["2", "Bowl"]]),
    Case(
      "bare commas first", ",,\n\"a\",\"b\",\"c\"\n,,\n1,x,2\n2,y,3\n", ["a", "b", "c"],
      [["", "", ""], ["1", "x", "2"], ["2", "y", "3"]]),
    Case(
      "definitions padded with commas", "Seller,shop,,,\nFrom,x,,,\na,b,c,d,e\n1,2,3,4,5\n6,7,8,9,0\n",
      ["a", "b", "c", "d", "e"], [["1", "2", "3", "4", "5"], ["6", "7", "8", "9", "0"]]),
    Case(
      "no header", "1,Mug,2.50\n2,Bowl,3.50\n3,Cup,1.00\n", ["column_1", "column_2", "column_3"],
      [["1", "Mug", "2.50"], ["2", "Bowl", "3.50"], ["3", "Cup", "1.00"]],
      ["question": "which columns are these? The file does not name them"]),
    Case(
      "years as names", "product,2024,2025\nmug,10,12\nbowl,3,4\n", ["product", "2024", "2025"],
      [["mug", "10", "12"], ["bowl", "3", "4"]]),
    Case(
      "words only", "name,city\nAnna,Rome\nBob,Paris\n", ["name", "city"],
      [["Anna", "Rome"], ["Bob", "Paris"]]),
    Case(
      "repeated and missing names", "a,a,,b\n1,2,3,4\n5,6,7,8\n", ["a", "a_2", "column_3", "b"],
      [["1", "2", "3", "4"], ["5", "6", "7", "8"]]),
    Case(
      "groups of columns above the names",
      "Sale,Sale,What,What\nDay,Time,Item,Qty\n2026-01-02,10:30,Mug,1\n"
        + "2026-01-03,11:30,Bowl,2\n2026-01-04,12:30,Cup,3\n", ["Day", "Time", "Item", "Qty"],
      [
        ["2026-01-02", "10:30", "Mug", "1"], ["2026-01-03", "11:30", "Bowl", "2"],
        ["2026-01-04", "12:30", "Cup", "3"],
      ],
      ["preamble": "1 rows, lines 1 to 1"]),
    Case(
      "a first row of words stays a row",
      "Day,Item,Qty\nno,not known,none\n2026-01-02,Mug,1\n2026-01-03,Bowl,2\n"
        + "2026-01-04,Cup,3\n", ["Day", "Item", "Qty"],
      [
        ["no", "not known", "none"], ["2026-01-02", "Mug", "1"], ["2026-01-03", "Bowl", "2"],
        ["2026-01-04", "Cup", "3"],
      ]),
    Case(
      "a header with a delimiter too many", "id,,name,total\n1,Mug,5.00\n2,Cap,6.00\n3,Pen,1.20\n",
      ["id", "name", "total"], [["1", "Mug", "5.00"], ["2", "Cap", "6.00"], ["3", "Pen", "1.20"]],
      ["header_damaged": "a name is missing in it, and the rows have a cell less; column 2 is none"]),
    Case(
      "titles padded with commas above cells that are often empty",
      "Travel of June,,,,\nby department,,,,\nName,Day,Place,Reason,\"Cost, all told\"\n\"Ann Lee, buyer\",none,,,\n"
        + "\"Bob Ray, baker\",14-Jan,Rome,a fair,584\n\"Cy Day, cook\",none,,,\n",
      ["Name", "Day", "Place", "Reason", "Cost, all told"],
      [
        ["Ann Lee, buyer", "none", "", "", ""], ["Bob Ray, baker", "14-Jan", "Rome", "a fair", "584"],
        ["Cy Day, cook", "none", "", "", ""],
      ], ["preamble": "2 rows, lines 1 to 2"]),
    Case("a header that stands twice", "a,b\na,b\n1,2\n3,4\n", ["a", "b"], [["1", "2"], ["3", "4"]]),
    Case("trailing delimiters", "a,b,\n1,2,\n3,4,\n", ["a", "b"], [["1", "2"], ["3", "4"]]),
    Case(
      "trailing delimiters below the header only", "a,b\n1,2,\n3,4,\n", ["a", "b"],
      [["1", "2"], ["3", "4"]]),
    Case(
      "ragged rows", "a,b,c\n1,2\n1,2,3,4\n1,2,3\n", ["a", "b", "c"],
      [["1", "2"], ["1", "2", "3", "4"], ["1", "2", "3"]]),
    Case("a header alone", "id,name\n", ["id", "name"], []),
  ]

  @Test(arguments: [
    ("name;kind,sort\nmug;blue,large\ncap;red,small\n", ["name", "kind,sort"], true),
    // The text itself decides.
    ("name,qty\nmug,1\ncap,2\n", ["name", "qty"], false),
    ("name,note\nmug,a;b\ncap,c\n", ["name", "note"], false),
  ])
  func `what earlier files of the source had decides only what the text leaves open`(
    text: String, columns: [String], isExpected: Bool
  ) throws {
    var options = DecodeOptions()
    options.expected = TextForm()
    options.expected?.delimiter = [0x3B]
    let reader = try DocumentDecoder.open(MemorySource(Array(text.utf8)), options: options)
    #expect(reader.columns == columns)
    let note = reader.findings.notes.first { $0.key == "delimiter" }?.value ?? ""
    #expect(note.contains("as in earlier files of this source") == isExpected)
  }

  @Test func `quotes that only begin cells are damage, and no sign that quotes mean nothing`() throws {
    func quote(_ rows: [String]) throws -> String? {
      let text = "id,name,qty\n" + rows.joined(separator: "\n") + "\n"
      let reader = try DocumentDecoder.open(MemorySource(Array(text.utf8), pieces: []))
      return reader.findings.notes.first { $0.key == "quote" }?.value
    }
    let good = (1...40).map { "\($0),mug,\($0)" }
    let open = (41...44).map { "\($0),\"mug,\($0)" }
    #expect(try quote(good + open)?.hasPrefix("double") == true)
  }

  @Test(arguments: delimiters + quotes + headers)
  func `the text is cut as a person would`(_ expected: Case) throws {
    for pieces in [[], Array(repeating: 3, count: 400)] {
      let reading = try Reading(expected.text, pieces: pieces)
      #expect(reading.columns == expected.columns)
      #expect(reading.texts == expected.rows)
      let reader = try DocumentDecoder.open(MemorySource(Array(expected.text.utf8), pieces: pieces))
      for (key, value) in expected.notes {
        #expect(reader.findings.notes.first { $0.key == key }?.value == value)
      }
    }
  }
}
