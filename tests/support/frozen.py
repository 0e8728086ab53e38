"""Runs cxdrill with its clock stopped and its draws decided, so that screens come out the same every time.

Started as a program: `python frozen.py SEED INSTANT ARGUMENTS...`. The real program has no such switch, since it would
also be one for whoever sits a check.
"""

import sys
from datetime import datetime

from cxdrill.app import clock
from cxdrill.cli.main import main


def freeze(seed: int, at: datetime) -> None:
    """From now on it is always `at`, and every drawn number is `seed`."""
    clock.now = lambda: at
    clock.seed = lambda: seed
    clock.steady_seconds = lambda: 0.0


if __name__ == "__main__":
    freeze(int(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
    del sys.argv[1:3]
    main()
