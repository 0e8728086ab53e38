"""Decks, cards, reviews and exams as values, and all that is computed from them. No file, no clock, no printing."""
