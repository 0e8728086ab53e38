"""Everything that follows from the deck files and the log, in one SQLite file that may be thrown away at any time."""
