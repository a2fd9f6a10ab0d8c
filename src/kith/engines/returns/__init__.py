"""Statutory returns: read, check and write SSDA903 and the children in need census.

Start at `checking`; `command` is the same from a terminal. Nothing heavy is imported here.
"""
