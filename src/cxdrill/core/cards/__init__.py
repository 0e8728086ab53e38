"""Decks, cards and questions: what an author writes, how a card is asked, and how an answer is judged."""
