"""Reads how a city's office describes itself: Markdown below a few lines of TOML."""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from reportgen.clean_text import clean_text, slug_of
from reportgen.errors import Problem, reason_of
from reportgen.input_file import InputKind, read_input_text
from reportgen.layout.glyphs import shipped_characters
from reportgen.markdown.read import MOST_CHARACTERS, blocks_of, report_missing
from reportgen.model import LONGEST_OFFICE, City, Portrait
from reportgen.portraits.comments import comments_among
from reportgen.portraits.front_matter import FrontMatter, split_front_matter
from reportgen.problems import Problems, excerpt
from reportgen.tomlfile import fill

_IMAGES = {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp"}
#: Most characters of the name of who took a photo; the pages have room for so much.
_LONGEST_CREDIT = 400
_TEXTS = {".md", ".markdown", ".txt"}


def load_portrait(
    folder: Path,
    city: City,
    characters: frozenset[str] | None = None,
    texts: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Portrait, tuple[Problem, ...]]:
    """Reads the file of a city, ``<slug>.md``.

    Args:
        folder: where the portraits and their photos are.
        city: whose portrait to read.
        characters: what the fonts of the pages can show; by default those that come with the
            program.
        texts: those of the folder, from `texts_in`, where portraits of many cities are read.

    Returns:
        The portrait, empty when there is none that can be read, and what is wrong with it.
    """
    path = folder / f"{city.slug}.md"
    problems = Problems(path.name)
    alike = (texts_in(folder) if texts is None else texts).get(city.slug, ())
    others = [name for name in alike if name != path.name]
    for name in others:
        problems.error(
            "portrait-name",
            f'"{name}" seems to be a portrait of {city.name}, but is not read',
            hint=f'call it "{path.name}", or remove it',
        )
    lines = _read(path, city, problems, is_missed=not others)
    if lines is None:
        return Portrait(), problems.as_tuple()
    portrait = _portrait(lines, path, characters or shipped_characters(), problems)
    return portrait, problems.as_tuple()


def unused_files(
    folder: Path, cities: Collection[City], portraits: Collection[Portrait]
) -> tuple[Problem, ...]:
    """Texts and photos in the folder of the portraits that no city's report shows.

    Args:
        folder: of the portraits.
        cities: all of the workbook.
        portraits: theirs.
    """
    slugs = {city.slug for city in cities}
    used = {f"{slug}.md" for slug in slugs}
    used |= {portrait.photo.name for portrait in portraits if portrait.photo}
    unused = [
        name
        for name in _names_in(folder)
        if Path(name).suffix.casefold() in _TEXTS | _IMAGES
        and name not in used
        and slug_of(Path(name).stem) != "readme"
        and not (Path(name).suffix.casefold() in _TEXTS and slug_of(Path(name).stem) in slugs)
    ]
    problems = Problems(folder.name)
    if unused:
        listed = ", ".join(f'"{name}"' for name in unused[:8])
        more = f" and {len(unused) - 8} more" if len(unused) > 8 else ""
        problems.warning(
            "unused-file",
            f"no city's report shows {listed}{more}",
            hint="a portrait is called like its city's report, e.g. koeln.md; "
            "a photo is named in a portrait",
        )
    return problems.as_tuple()


def _names_in(folder: Path) -> Sequence[str]:
    try:
        return sorted(file.name for file in folder.iterdir() if not file.name.startswith("."))
    except OSError:
        return ()


def texts_in(folder: Path) -> Mapping[str, Sequence[str]]:
    """The names of the texts in a folder, by the slug of the city that each is called like."""
    texts: dict[str, list[str]] = {}
    for name in _names_in(folder):
        if Path(name).suffix.casefold() in _TEXTS:
            texts.setdefault(slug_of(Path(name).stem), []).append(name)
    return texts


def _read(path: Path, city: City, problems: Problems, *, is_missed: bool) -> list[str] | None:
    try:
        text = read_input_text(path, InputKind.PORTRAIT)
        if len(text) <= MOST_CHARACTERS:
            return clean_text(text).split("\n")
        message = f"the portrait has {len(text)} characters, more than {MOST_CHARACTERS}"
        problems.error("too-long", message, hint="shorten it")
    except FileNotFoundError:
        if is_missed:
            hint = f"write {path}; `reportgen manual` shows how"
            problems.warning("portrait-missing", f"{city.name} has no portrait", hint=hint)
    except OSError as fault:
        hint = "check that it is a file that you may read"
        problems.error("portrait-unreadable", f"{path}: {reason_of(fault)}", hint=hint)
    except UnicodeDecodeError as fault:
        message = f"the file is not UTF-8 (byte {fault.start})"
        problems.error("not-utf8", message, hint="save it as UTF-8 in your editor")
    return None


def _portrait(
    lines: Sequence[str], path: Path, characters: frozenset[str], problems: Problems
) -> Portrait:
    values, text = split_front_matter(lines, problems)
    wrong: list[Problem] = []
    front = fill(FrontMatter, values, path.name, wrong) or FrontMatter()
    problems.extend(wrong)
    _check_length("office", front.office, LONGEST_OFFICE, problems)
    _check_length("credit", front.credit, _LONGEST_CREDIT, problems)
    report_missing(front.office + front.credit, characters, "front matter", problems)
    blocks, comments = comments_among(blocks_of("\n".join(text), characters, problems), problems)
    return Portrait(
        office=front.office,
        photo=_photo(path.parent, front.photo, front.credit, problems),
        photo_focus=_focus(front.photo_focus, problems),
        credit=front.credit,
        blocks=blocks,
        comments=comments,
    )


def _check_length(key: str, text: str, most: int, problems: Problems) -> None:
    if len(text) > most:
        message = f'{key} has {len(text)} characters, more than {most}: "{excerpt(text)}"'
        problems.error("too-long", message, "front matter", "shorten it")


def _photo(folder: Path, name: str, credit: str, problems: Problems) -> Path | None:
    if not name:
        return None
    if Path(name).is_absolute() or ".." in Path(name).parts:
        hint = "put it beside the portrait and write its name only"
        message = f'the photo "{excerpt(name)}" lies elsewhere'
        problems.error("photo-elsewhere", message, "front matter", hint)
        return None
    try:
        photo = next(_files_named(folder / name), None)
        is_here = not photo or photo.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # a name that no file can have, links in a circle
        photo, is_here = None, True
    if not is_here:
        hint = "put the photo itself beside the portrait, in place of a link"
        message = f'the photo "{excerpt(name)}" is a link that leads elsewhere'
        problems.error("photo-elsewhere", message, "front matter", hint)
        return None
    if photo is None:
        hint = "put it there, or remove the key"
        message = f"there is no photo {folder / excerpt(name, 200)}"
        problems.warning("photo-missing", message, "front matter", hint)
        return None
    if not credit:
        hint = 'name who took it: credit = "..."'
        problems.warning("credit-missing", "the photo has no credit", "front matter", hint)
    return photo


def _files_named(path: Path) -> Iterator[Path]:
    """The file of that name; else one whose name differs by case or by how accents are written."""
    if path.is_file():
        yield path
    wanted = _folded(path.name)
    yield from (path.with_name(name) for name in _names_in(path.parent) if _folded(name) == wanted)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _focus(parts: Sequence[float], problems: Problems) -> tuple[float, float]:
    if len(parts) == 2 and all(0 <= part <= 1 for part in parts):
        return parts[0], parts[1]
    hint = "write two numbers from 0 to 1, from the left and from the top: photo_focus = [0.5, 0.3]"
    problems.error(
        "bad-focus", f"{excerpt(str(list(parts)))} is no place in a photo", "photo_focus", hint
    )
    return 0.5, 0.5
