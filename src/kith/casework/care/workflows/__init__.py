"""The care room's processes as tables of moves."""
