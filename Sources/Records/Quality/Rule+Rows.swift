/// Rules about a row as a whole, found while it is cut into cells.
extension Rule {
  public static let tooFewCells = Rule(
    "row.too_few_cells", .validity, .hold,
    sentence: "the row has {detail}",
    remedy: "compare it with the header and put the missing cells back")

  public static let tooManyCells = Rule(
    "row.too_many_cells", .validity, .hold,
    sentence: "the row has {detail}",
    remedy: "put quotes around text that contains the separator")

  public static let damagedQuotes = Rule(
    "row.damaged_quotes", .validity, .hold,
    sentence: "a quote is opened and not closed, or stands in the middle of a cell",
    remedy: "close the quote, or write a quote inside a cell twice")

  public static let damagedEncoding = Rule(
    "row.encoding", .validity, .hold,
    sentence: "the row contains bytes that are not text in UTF-8",
    remedy: "save the file again as UTF-8")

  public static let zeroBytes = Rule(
    "row.zero_bytes", .validity, .hold,
    sentence: "the row contains zero bytes, which no text has",
    remedy: "export it again; the file may have been damaged on the way")

  public static let footer = Rule(
    "row.footer", .validity, .note,
    sentence: "the row stands behind the table and is none of its rows",
    remedy: "nothing: it is left out, and counted as skipped")

  public static let comment = Rule(
    "row.comment", .validity, .note,
    sentence: "the line is a remark among the rows and is none of them",
    remedy: "nothing: it is left out, and counted as skipped")

  public static let headerAgain = Rule(
    "row.header_again", .validity, .note,
    sentence: "the row is the header once more",
    remedy: "nothing: it is left out, and counted as skipped")

  public static let repeatedKey = Rule(
    "row.repeated_key", .uniqueness, .hold,
    sentence: "{field} stands twice in one record",
    remedy: "keep the right one and remove the other")

  public static let cellTooLong = Rule(
    "row.cell_too_long", .validity, .hold,
    sentence: "a cell of the row has {detail}",
    remedy: "shorten the text, or look for a line end or a quote that is missing")

  public static let malformedJSON = Rule(
    "json.malformed", .validity, .hold,
    sentence: "the line is not JSON: {detail}",
    remedy: "export it again, or repair the line at this place")
}
