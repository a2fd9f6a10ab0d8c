"""The protection room's forms, a file for each part of the room."""
