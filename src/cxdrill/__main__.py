"""Lets `python -m cxdrill` do what the `cxdrill` script does."""

from cxdrill.cli.main import main

if __name__ == "__main__":
    main()
