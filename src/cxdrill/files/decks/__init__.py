"""Deck and exam files: YAML to decks with the place of every mistake, and back."""
