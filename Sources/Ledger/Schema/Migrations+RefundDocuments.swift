extension Migrations {
  /// Refunds that documents of their own tell, by the sale that they give back, whatever source that stands in.
  static let refundDocuments = """
    CREATE TABLE refund_documents (
      -- Of the sale.
      source_id INTEGER NOT NULL REFERENCES sources,
      transaction_id TEXT NOT NULL,
      currency TEXT NOT NULL,
      -- The source of the document, and its id there.
      told_in INTEGER NOT NULL REFERENCES sources,
      document_id TEXT NOT NULL,
      happened_at INTEGER NOT NULL,
      day INTEGER NOT NULL,
      amount INTEGER NOT NULL,
      batch_id INTEGER NOT NULL REFERENCES batches,
      source_row INTEGER NOT NULL,
      PRIMARY KEY (source_id, transaction_id, told_in, document_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX refund_documents_told ON refund_documents (told_in, document_id);
    """
}
