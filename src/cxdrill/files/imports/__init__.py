"""Files of other programs, each format a module that gives notes; `cards` makes decks of them."""
