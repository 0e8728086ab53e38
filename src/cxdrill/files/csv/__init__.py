"""CSV: decks out and in, tables of responses, and cells that no spreadsheet runs."""
