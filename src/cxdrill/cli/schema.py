"""`cxdrill schema`: the JSON Schema of deck and exam files."""

from __future__ import annotations


def schema_command() -> None:
    """Print the JSON Schema of deck and exam files, for editors that complete and check as you type.

    Example: cxdrill schema > cxdrill.schema.json
    """
    from cxdrill.app.new import print_schema

    print_schema()
