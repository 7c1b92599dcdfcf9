"""Tables that people take along: whole, streamed, as CSV, workbook, Parquet or JSON lines, each saying what it is."""
