"""XML read as a stream of elements, safely: no document type, no entities, nothing fetched."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO
from xml.parsers import expat

from kith.engines.returns.reading.notes import REFUSED, Note

CHUNK = 1 << 20


class Refused(Exception):
    """The XML declares what no return needs, and what attacks are made of."""


def read_elements(
    stream: IO[bytes],
    name: str,
    start: Callable[[str, dict[str, str]], None],
    text: Callable[[str], None],
    end: Callable[[str], None],
    notes: list[Note],
) -> None:
    """Call `start`, `text` and `end` as elements come, without their prefixes; note where reading had to stop.

    Text comes in one piece unless it is longer than 64 kB. Entity declarations (of which 'billion laughs'
    is made) and external references are refused before anything is expanded.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def first(element: str, attributes: dict[str, str]) -> None:
        # A prefix only says which vocabulary. Few files have one, so the others do not pay for looking.
        if ":" in element:
            parser.StartElementHandler = lambda found, _: start(found.rpartition(":")[2], {})
            parser.EndElementHandler = lambda found: end(found.rpartition(":")[2])
            start(element.rpartition(":")[2], {})
        else:
            parser.StartElementHandler = start
            start(element, attributes)

    def refuse(*_: object) -> None:
        raise Refused

    parser.StartElementHandler = first
    parser.CharacterDataHandler = text
    parser.EndElementHandler = end
    parser.EntityDeclHandler = refuse
    parser.UnparsedEntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse  # type: ignore[assignment]
    try:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except Refused:
        notes.append(
            Note(
                REFUSED,
                name,
                "declares entities, which a return never does and an attack may. It was not read further.",
                parser.CurrentLineNumber,
            )
        )
    except expat.ExpatError as problem:
        notes.append(
            Note(
                REFUSED,
                name,
                f"is not well-formed XML here ({expat.errors.messages.get(problem.code, 'damaged')}). What comes before was checked; the rest was not read.",
                problem.lineno,
            )
        )
