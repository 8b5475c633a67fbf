"""Touchstone holds a youth justice service to the inspectorate's standards every day."""

__version__ = "0.1.0"
