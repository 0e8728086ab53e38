"""What a spreadsheet would run, told from the signs of Unicode and apart from how cells are guarded."""

from unicodedata import category, normalize

# Letters and marks without a shape.
FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\ufe0f\uffa0"


def would_run(cell: str) -> bool:
    """Whether the first sign that is seen begins a formula, or the cell begins with a tab or a line break."""
    if cell[:1] in ("\t", "\r", "\n"):
        return True
    for sign in cell:
        if category(sign) not in ("Zs", "Zl", "Zp", "Cc", "Cf") and sign not in FILLERS:
            return normalize("NFKC", sign)[:1] in ("=", "+", "-", "@", "\u2212")
    return False
