internal import Ledger

/// What a shop sees before its first numbers.
struct EmptyShop {
  var figures: ShopFigures

  var html: Html {
    let waiting = figures.filesWaiting
    let lead =
      waiting > 0
      ? "\(Shown.count(Int64(waiting), "file is", "files are")) waiting in Inbox. Come back in a moment."
      : "There are no sales here yet. Three steps bring the first numbers."
    return """
      <p>\(lead)</p>
      <ol class="steps">
      <li>Export your orders from your shop or till, as CSV or JSON, just as it writes them.</li>
      <li>Drop the file into the folder <b>Inbox</b>, beside this Reports folder.</li>
      <li>Daybook reads it within seconds while <code>daybook watch</code> runs, or at once with
      <code>daybook run</code>. Then open this page again.</li>
      </ol>
      <p class="soft">Nothing leaves this computer, and your original file is kept byte for byte in
      <b>Filed</b>.</p>
      """
  }
}
