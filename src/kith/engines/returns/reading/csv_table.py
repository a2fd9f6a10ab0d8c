"""One CSV file as a frame of text, whatever the order of its columns and however it was written."""

from __future__ import annotations

import csv
import io

import polars as pl

from kith.engines.returns.layouts import Layout, Table
from kith.engines.returns.reading.notes import MISSING, NOTE, REFUSED, Note


def decode(content: bytes, name: str, notes: list[Note]) -> bytes:
    """Return the content as UTF-8 without a byte order mark, line by line where encodings are mixed."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace").encode()
    content = content.removeprefix(b"\xef\xbb\xbf")
    if content.isascii():
        return content
    try:
        content.decode("utf-8")
        return content
    except UnicodeDecodeError:
        pass
    lines, mixed, first = [], False, None
    for number, line in enumerate(content.split(b"\n"), start=1):
        try:
            line.decode("utf-8")
            mixed = mixed or not line.isascii()
            lines.append(line)
        except UnicodeDecodeError:
            first = first or number
            lines.append(line.decode("cp1252", "replace").encode())
    if mixed:
        notes.append(
            Note(
                NOTE,
                name,
                "has lines in UTF-8 and lines in Windows-1252; each was read as what it is.",
                first,
            )
        )
    return b"\n".join(lines)


def read_text_table(
    content: bytes, name: str, notes: list[Note], *, capitals: bool = True
) -> tuple[pl.DataFrame, list[int] | None]:
    """Return the cells as text, in capitals as the department compares them in SSDA903, and the line of each row.

    Titles are in capitals in any case. The lines are None where row n is on line n + 2, which the quick way of reading relies on.
    """
    content = decode(content, name, notes)
    titles = len(content) if capitals else content.find(b"\n") + 1 or len(content)
    content = content[:titles].upper() + content[titles:]
    plain = content.replace(b"\r\n", b"\n")
    if b"\r" in plain:
        plain = plain.replace(b"\r", b"\n")
    body = plain.rstrip(b"\n")
    header = body.partition(b"\n")[0].decode()
    delimiter = max(",;\t|", key=header.count)
    if delimiter != ",":
        notes.append(
            Note(
                NOTE,
                name,
                f"has its columns divided by {'tabs' if delimiter == chr(9) else delimiter}, which was understood.",
            )
        )
    if b"\n\n" not in body and b'"' not in body and b"\x00" not in body:
        try:
            frame = pl.read_csv(body, infer_schema=False, separator=delimiter, quote_char=None)
            return frame, None
        except pl.exceptions.PolarsError:
            pass
    return _row_by_row(body.decode(), name, delimiter, notes)


def _row_by_row(text: str, name: str, delimiter: str, notes: list[Note]) -> tuple[pl.DataFrame, list[int]]:
    """Read with the standard library, which forgives rows of the wrong length and quotes of any kind."""
    reader = csv.reader(io.StringIO(text.replace("\x00", "")), delimiter=delimiter)
    header = next(reader, [])
    width = len(header)
    rows, lines = [], []
    csv.field_size_limit(10_000_000)
    for cells in reader:
        if not any(cells):
            continue
        if len(cells) != width:
            extra = [cell for cell in cells[width:] if cell]
            if extra or len(cells) < width:
                notes.append(
                    Note(
                        NOTE,
                        name,
                        f"has {len(cells)} cells where the header has {width}; {'the rest was left out' if extra else 'the others count as empty'}.",
                        reader.line_num,
                    )
                )
            cells = (cells + [""] * width)[:width]
        rows.append(cells)
        lines.append(reader.line_num)
    columns = list(zip(*rows, strict=True)) if rows else [()] * width
    names = [title if header.count(title) == 1 else f"{title}#{at}" for at, title in enumerate(header)]
    frame = pl.DataFrame(
        {
            title: pl.Series(title, list(cells), dtype=pl.String)
            for title, cells in zip(names, columns, strict=True)
        }
    )
    return frame.with_columns(pl.all().replace("", None)), lines


def recognise(header: list[str], layout: Layout) -> tuple[Table | None, list[str]]:
    """Return the table that has this header, and the columns it lacks; the nearest table if none has it exactly."""
    titles = {title.strip() for title in header}
    best, best_score = None, 0.0
    for table in layout.tables:
        names = {column.upper() for column in table.column_names}
        if names == titles:
            return table, []
        score = len(names & titles) / len(names | titles)
        if score > best_score:
            best, best_score = table, score
    if best is None or best_score < 0.5:
        return None, []
    return best, [name for name in best.column_names if name.upper() not in titles]


def name_columns(
    frame: pl.DataFrame, table: Table, lacking: list[str], file: str, notes: list[Note]
) -> pl.DataFrame:
    """Give the columns the layout's names, add those that are lacking (empty), and note what does not fit."""
    renamed = {title: title.strip() for title in frame.columns}
    frame = frame.rename(
        {old: new for old, new in renamed.items() if old != new and new not in frame.columns}
    )
    known = {name.upper(): name for name in table.column_names}
    strangers = [title for title in frame.columns if title not in known]
    for name in lacking:
        from rapidfuzz import process

        near = process.extractOne(name.upper(), strangers, score_cutoff=70) if strangers else None
        hint = f" The nearest in the file is '{near[0]}': rename it if that is what it is." if near else ""
        notes.append(
            Note(MISSING, file, f"the column {name} is not in the header.{hint}", 1, table.name, name)
        )
    notes.extend(
        Note(
            NOTE,
            file,
            f"has a column '{title}' that {table.name} does not have; it was left out.",
            1,
            table.name,
        )
        for title in strangers
    )
    return frame.select(
        *[
            pl.col(name.upper()).alias(name)
            if name not in lacking
            else pl.lit(None, dtype=pl.String).alias(name)
            for name in table.column_names
        ]
    )


def refuse(file: str, kind: str, notes: list[Note]) -> None:
    """Note that a file is not what it should be."""
    what = {
        "workbook": "is a workbook by its content. Save it as CSV.",
        "old workbook": "is an old Excel workbook by its content. Save it as CSV.",
        "pdf": "is a PDF. Give the data as CSV or XML.",
        "empty": "is empty.",
        "binary": "is not text. Give the data as CSV or XML.",
    }
    notes.append(
        Note(REFUSED, file, what.get(kind, "is not a file of this return: no table has its columns."))
    )
