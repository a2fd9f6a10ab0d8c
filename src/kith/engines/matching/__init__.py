"""Homes for children: the best arrangement for all who wait at once, with its working shown.

A person decides. The engine reads an instance (children, their brothers and sisters, homes), finds
an arrangement and a bound on how much better any other could be, and says why.
"""

ENGINE_VERSION = "1.0"
