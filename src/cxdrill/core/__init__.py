"""What decks, cards, reviews and exams are, and all that is computed from them. No file, no clock, no printing."""
