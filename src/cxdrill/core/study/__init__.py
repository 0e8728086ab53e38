"""Spaced repetition: when a card comes back, which one is asked next, and what a session comes to."""
