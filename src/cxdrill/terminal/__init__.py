"""Screens and keys: core values to what a person sees, key presses to core values. Sees no path."""
