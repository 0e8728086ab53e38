"""Exams: from a blueprint to a form, from a sitting to a score, and the record of it."""
