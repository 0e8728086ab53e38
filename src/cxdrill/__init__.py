"""cxdrill: spaced repetition and a certification check for customer-service training, in the terminal."""

__version__ = "0.1.0"
