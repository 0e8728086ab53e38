"""File formats, one each: bytes to core values and back. Knows nothing of the terminal."""
