"""Crosswire shows what many reports of one event say, on whose word, and where they disagree."""

__version__ = "0.1.0"
