"""Lets `python -m cxdrill` do what the `cxdrill` script does."""

from __future__ import annotations

from cxdrill.cli.main import main

if __name__ == "__main__":
    main()
