"""Copies of the progress file: made, kept, searched, and used where the file is damaged."""
