"""Genograms and ecomaps: who belongs to whom and who is around a child, laid out so that a person can read it.

Plain Python: a frozen family in, positions, lines and sentences out. `draw` is the way in; `picture` writes SVG.
"""
