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
    stream: IO[bytes], name: str, start: Callable[[str], None], end: Callable[[str, str], None], notes: list[Note]
) -> Callable[[], int]:
    """Call `start(element)` and `end(element, its text)` for each element; note where reading had to stop.

    Entity declarations (of which 'billion laughs' is made) and external references are refused before
    anything is expanded. Returns a function that gives the current line.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    text = ""

    def on_start(element: str, attributes: dict[str, str]) -> None:
        nonlocal text
        text = ""
        # A prefix only says which vocabulary; a return has one.
        start(element.rpartition(":")[2] if ":" in element else element)

    def on_text(data: str) -> None:
        nonlocal text
        text += data

    def on_end(element: str) -> None:
        nonlocal text
        found, text = text, ""
        end(element.rpartition(":")[2] if ":" in element else element, found)

    def refuse(*_: object) -> None:
        raise Refused

    parser.StartElementHandler = on_start
    parser.CharacterDataHandler = on_text
    parser.EndElementHandler = on_end
    parser.EntityDeclHandler = refuse
    parser.UnparsedEntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse  # type: ignore[assignment]
    try:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except Refused:
        notes.append(
            Note(REFUSED, name, "declares entities, which a return never does and an attack may. It was not read further.", parser.CurrentLineNumber)
        )
    except expat.ExpatError as problem:
        notes.append(
            Note(REFUSED, name, f"is not well-formed XML here ({expat.errors.messages.get(problem.code, 'damaged')}). What comes before was checked; the rest was not read.", problem.lineno)
        )
    return lambda: parser.CurrentLineNumber
