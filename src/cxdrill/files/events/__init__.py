"""The text of a progress file: its entries, its lines, and a whole document."""
