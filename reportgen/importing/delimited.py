"""Text files with a delimiter as grids, in the encoding that the recipe says."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Sequence

from charset_normalizer import from_bytes

from reportgen.importing.grid import Grid
from reportgen.problems import Problems, excerpt

_DELIMITERS = ";,\t|"

#: What a file begins with that says its encoding itself.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_delimited(
    content: bytes, name: str, encoding: str, style: tuple[str, str], problems: Problems
) -> Grid:
    """A text file as a grid; its rows are its records, empty lines included.

    Args:
        content: of the file.
        name: of the file.
        encoding: that the recipe says; empty for UTF-8.
        style: delimiter and quotation mark; an empty mark is none.
        problems: takes what cannot be decoded or parsed.

    Raises:
        WorkbookError: it cannot.
    """
    text = decoded(content, name, encoding, problems)
    return Grid(file=name, sheet="", rows=_records(text, name, style, problems))


def decoded(content: bytes, name: str, encoding: str, problems: Problems) -> str:
    """The text of a file; a mark of the encoding at its beginning counts more than the recipe.

    Raises:
        WorkbookError: it is not in that encoding.
    """
    marked = marked_encoding(content)
    try:
        codec = codecs.lookup(marked or encoding or "utf-8")
        if not codec._is_text_encoding:
            raise LookupError
    except (LookupError, ValueError):
        problems.fatal(
            "import-unknown-encoding",
            f'"{encoding}" is no encoding',
            hint="write encoding as utf-8, cp1252 (Windows) or latin-1",
        )
    try:
        text = content.decode(codec.name)
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        byte = content[fault.start : fault.start + 1].hex()
        problems.fatal(
            "import-undecodable",
            f'"{name}" is not in {marked or encoding or "utf-8"}: byte {byte} in line {line}',
            hint=f'say encoding = "..." in the recipe; it may be {guessed_encoding(content)}',
        )
    if "\0" in text:
        problems.fatal(
            "import-not-a-table",
            f'"{name}" is no text: it holds zero bytes',
            hint="export it again as xlsx or csv; a text in UTF-16 needs that as encoding",
        )
    return text.removeprefix("\ufeff")


def marked_encoding(content: bytes) -> str:
    """The encoding that a file says at its beginning; empty when it says none."""
    return next((name for mark, name in _MARKS if content.startswith(mark)), "")


def guessed_encoding(content: bytes) -> str:
    """What the encoding of a text seems to be; a guess, for a person to confirm.

    German texts are told apart by their umlauts; what is left, charset-normalizer weighs.
    """
    if marked := marked_encoding(content):
        return marked
    try:
        content.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        pass
    # Where a page of 256 letters gives German letters and no others, it is the one.
    for name in ("cp1252", "cp850", "mac-roman"):
        try:
            odd = {c for c in content.decode(name) if not c.isascii()}
        except UnicodeDecodeError:
            continue
        if odd <= set("äöüÄÖÜß€§©²³–„“”’‘…½°µ·×\u00a0\u00ad"):
            return name
    best = from_bytes(content[:500_000]).best()
    return best.encoding.replace("_", "-") if best else "latin-1"


def guessed_delimiter(text: str) -> str:
    """The delimiter that parts most lines into most fields of the same number."""
    lines = [line for line in text.splitlines()[:400] if line.strip()]
    scores = {}
    for delimiter in _DELIMITERS:
        counts = Counter(line.count(delimiter) for line in lines)
        fields, times = max(
            counts.items(), key=lambda item: (item[0] > 0) * item[1], default=(0, 0)
        )
        scores[delimiter] = times if fields else 0
    return max(_DELIMITERS, key=lambda d: scores[d])


def _records(
    text: str, name: str, style: tuple[str, str], problems: Problems
) -> Sequence[list[str]]:
    delimiter, quote = style
    if len(delimiter) != 1 or len(quote) > 1 or delimiter == quote or "\n" in style:
        problems.fatal(
            "import-bad-delimiter",
            f"delimiter {delimiter!r} and quote {quote!r} must be one character each, and differ",
            hint='write delimiter = ";", "," or "\\t", and quote = \'"\'',
        )
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
        strict=True,
    )
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except (csv.Error, ValueError) as fault:
        last = excerpt("".join(rows[-1])) if rows else ""
        problems.fatal(
            "import-bad-delimited",
            f'line {reader.line_num} of "{name}" cannot be parsed ({fault}); before it: "{last}"',
            hint="check quote and delimiter of the recipe; a quotation mark may be missing",
        )
    return rows
