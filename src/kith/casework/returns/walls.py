"""How the returns room's table stands behind the second wall."""

OPEN = {
    "returns_returncheck": (
        "It holds how far a check has come and no child's data; a session opens its own checks alone, and what the files "
        "say is sealed on the disk."
    )
}
WALLS: dict[str, object] = {}
