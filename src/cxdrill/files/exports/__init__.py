"""Decks for other programs and for paper: Anki, GIFT, Markdown, HTML, and the certificate."""
