"""Background replacement with true hair edges, for people whose empty room the program has seen."""

__version__ = "0.1.0"
