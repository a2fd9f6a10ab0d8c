"""Kith: the open system that a children's services department in England runs on."""

__version__ = "0.1.0"
