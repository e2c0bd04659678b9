"""A layout: how a report looks (`layout.toml`) and what it says (`de.toml`, `en.toml`); no code.

It may extend another one and say only what differs. `load_layout` checks everything at once; what
leaves it is typed, complete and free of surprises.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pyphen import LANGUAGES as HYPHENATIONS

from reportgen.errors import LayoutError, Problem, did_you_mean
from reportgen.layout.appearance import SMALLEST_TEXT, Appearance, Cmyk, Faces, Press
from reportgen.layout.font_files import characters_of, font_fault
from reportgen.layout.formatting import NO_HYPHENATION
from reportgen.layout.icc import PressProfile, read_press_profile
from reportgen.layout.inherit import (
    LOOK,
    Layered,
    find_file,
    folders_of,
    languages_of,
    read_layers,
)
from reportgen.layout.mail_texts import MailTexts
from reportgen.layout.nouns import nouns_used, unused_nouns, with_nouns
from reportgen.layout.press_limits import CLEAR_OF_TRIM
from reportgen.layout.texts import Texts
from reportgen.model import WORKBOOK_LANGUAGE, Section
from reportgen.tomlfile import fill, numbers_out_of_range

#: Ink limits that there are, in percent: a cross of register has two solid inks, and all four are
#: no more than this.
_LEAST_INK, _MOST_INK = 200, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class FontFiles:
    """Where the weights of the one family lie."""

    light: Path
    regular: Path
    semibold: Path
    bold: Path


#: Names of printing conditions as the ICC lists them.
_REGISTERED = re.compile(r"FOGRA\d{2}|CGATS TR ?\d{3}|CGATS21-2-CRPC\d|JC\d{6}|IFRA\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintingCondition:
    """What the print edition is made for.

    Attributes:
        name: in the ICC's registry, or what a profile of the user's own calls itself.
        profile: what its inks look like.
        ink_limit: most ink on one spot in percent.
        own: file of a profile of the user's own; None when it is the layout's.
    """

    name: str
    profile: PressProfile
    ink_limit: float
    own: Path | None = None

    @property
    def registered(self) -> bool:
        """Whether the name has the form of those in the ICC's registry of characterisation data."""
        return self.own is None and bool(_REGISTERED.fullmatch(self.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A checked layout in one language; without mails when it comes from an archive.

    `parents` are the folders of the layouts that it extends.
    """

    folder: Path
    parents: tuple[Path, ...]
    language: str
    look: Appearance
    texts: Texts
    mail: MailTexts | None
    fonts: FontFiles
    condition: PrintingCondition

    @property
    def characters(self) -> frozenset[str]:
        """What all weights of its font can show."""
        fonts = self.fonts
        return characters_of((fonts.light, fonts.regular, fonts.semibold, fonts.bold))

    @property
    def foreign_language(self) -> str:
        """Language of what stands in the report as the workbook has it, when it is another."""
        return "" if self.language == WORKBOOK_LANGUAGE else WORKBOOK_LANGUAGE


def layouts_folder() -> Path:
    """Where the layouts are that come with the program: beside the package, or within a wheel."""
    package = Path(__file__).parents[1]
    within = package / "layouts"
    return within if within.is_dir() else package.parent / "layouts"


def layout_names() -> tuple[str, ...]:
    """Names of the layouts that come with the program."""
    return tuple(sorted(path.parent.name for path in layouts_folder().glob("*/layout.toml")))


def about_layout(name: str | Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the layouts that a layout extends, and the languages that it has.

    Raises:
        LayoutError: there is no such layout, or one that it extends is not there.
    """
    folders = folders_of(_find(name), layouts_folder())
    return tuple(parent.name for parent in folders[1:]), languages_of(folders)


def load_layout(
    name: str | Path = "city-profile",
    language: str = "de",
    icc: Path | None = None,
    ink_limit: float | None = None,
    *,
    archived: bool = False,
) -> Layout:
    """Reads and checks a layout.

    Args:
        name: name of a layout that comes with the program, or path of a layout's folder.
        language: one that the layout has a file for, e.g. ``de``.
        icc: the printer's own ICC profile, instead of the layout's.
        ink_limit: most ink on one spot in percent, instead of the layout's.
        archived: whether only reports are made with it, so that its mails are not read, and
            whether all that it extends is beside it.

    Returns:
        The layout, complete.

    Raises:
        LayoutError: with every problem of both files, each in the file that it stands in.
    """
    folder, *parents = folders = folders_of(_find(name), layouts_folder(), beside_only=archived)
    problems: list[Problem] = []
    looks = read_layers(folders, LOOK, problems)
    words = _read_language(folders, language, problems)
    look = fill(Appearance, looks.data, str(looks.file), problems) if looks else None
    texts = _fill_texts(words, problems) if words else None
    mail = fonts = condition = None
    if look:
        if ink_limit is not None:
            look = replace(look, press=replace(look.press, ink_limit=ink_limit))
        condition = _find_condition(look.press, folders, icc, problems)
        fonts = _find_fonts(look.type.faces, folders, problems)
        problems.extend(numbers_out_of_range(look, str(folder / "layout.toml")))
        problems.extend(_impossible_values(look, folder / "layout.toml"))
        problems.extend(_small_texts(look, folder / "layout.toml"))
        problems.extend(_low_contrasts(look, folder / "layout.toml"))
        problems.extend(_unprintable(look, folder / "layout.toml"))
    if texts:
        if not archived:
            mail = texts.mail.read(str(folder / f"{language}.toml"), problems)
        problems.extend(_unknown_hyphenation(texts, folder / f"{language}.toml"))
        problems.extend(_empty_texts(texts, folder / f"{language}.toml"))
    if look is None or texts is None or fonts is None or condition is None or problems:
        for layered in filter(None, (looks, words)):
            problems = [layered.placed(problem) for problem in problems]
        raise LayoutError(*problems)
    return Layout(
        folder=folder,
        parents=tuple(parents),
        language=language,
        look=look,
        texts=texts,
        mail=mail,
        fonts=fonts,
        condition=condition,
    )


def _read_language(
    folders: Sequence[Path], language: str, problems: list[Problem]
) -> Layered | None:
    name, languages = f"{language}.toml", languages_of(folders)
    if language not in languages:
        problems.append(
            Problem(
                code="file-missing",
                message=f"{name} is missing",
                where=str(folders[0] / name),
                hint=f"the layout has: {', '.join(languages)}" if languages else "",
            )
        )
        return None
    return read_layers(folders, name, problems)


def _fill_texts(layered: Layered, problems: list[Problem]) -> Texts | None:
    file, used = str(layered.file), set[str]().union(*map(nouns_used, layered.layers.values()))
    for layer, said in layered.layers.items():
        problems.extend(unused_nouns(said, used, str(layer)))
    return fill(Texts, with_nouns(layered.data, file, problems), file, problems)


def _find(name: str | Path) -> Path:
    for folder in (Path(name), layouts_folder() / name):
        if (folder / "layout.toml").is_file():
            return folder
    raise LayoutError(
        Problem(
            code="layout-missing",
            message=f'there is no layout "{name}"',
            where=str(name),
            hint=did_you_mean(str(name), layout_names())
            or "a layout is a folder with a layout.toml",
        )
    )


def _find_condition(
    press: Press, folders: Sequence[Path], icc: Path | None, problems: list[Problem]
) -> PrintingCondition | None:
    profile = read_press_profile(icc or find_file(folders, press.profile), problems)
    if profile is None:
        return None
    return PrintingCondition(
        name=profile.description or "Custom" if icc else press.condition,
        profile=profile,
        ink_limit=press.ink_limit,
        own=icc,
    )


def _find_fonts(faces: Faces, folders: Sequence[Path], problems: list[Problem]) -> FontFiles | None:
    found: dict[str, Path] = {}
    for weight in ("light", "regular", "semibold", "bold"):
        name = getattr(faces, weight)
        candidates = *(folder / name for folder in folders), *_in_package(faces.package, name)
        file = next((c for c in candidates if _is(c)), None)
        if file is None:
            problems.append(
                Problem(
                    code="font-missing",
                    message=f'there is no font file "{name}"',
                    where=f"{folders[0] / LOOK}, type.faces.{weight}",
                    hint=f"put it beside layout.toml, or install the package {faces.package}",
                )
            )
        else:
            found[weight] = file
            if fault := font_fault(file):
                problems.append(
                    Problem(
                        code="font-unusable",
                        message=f'"{name}" {fault}',
                        where=f"{folders[0] / LOOK}, type.faces.{weight}",
                        hint="use the .ttf file of that weight",
                    )
                )
    return FontFiles(**found) if len(found) == 4 else None


def _in_package(package: str, name: str) -> Iterator[Path]:
    """Where a font lies in a package of fonts, of which no code runs."""
    if package.isidentifier() and package != "__main__":
        with suppress(ValueError, ImportError):
            spec = find_spec(package)
            for place in (spec and spec.submodule_search_locations) or ():
                yield Path(place, "files", name)


def _is(file: Path) -> bool:
    try:
        return file.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _impossible_values(look: Appearance, file: Path) -> list[Problem]:
    page, few, most = look.page, look.thresholds.fewest_findings, look.thresholds.most_findings
    checks = (
        ("page.left", page.left + page.right < page.width, "the margins leave no width for text"),
        ("page.top", page.top + page.bottom < page.height, "the margins leave no height for text"),
        ("page.band", page.band < page.height - page.bottom, "the band does not fit the page"),
        ("thresholds.most_findings", few <= most, "must not be less than fewest_findings"),
        ("press.condition", look.press.condition.strip(), "the printing condition has no name"),
        (
            "press.ink_limit",
            _LEAST_INK <= look.press.ink_limit <= _MOST_INK,
            f"must be from {_LEAST_INK} to {_MOST_INK} %, not {look.press.ink_limit:g} %",
        ),
        ("sections", len(set(look.sections)) == len(look.sections), "a section is named twice"),
        ("sections", look.sections[:1] == (Section.TITLE,), "the first section must be the title"),
    )
    found = [(key, message) for key, fine, message in checks if not fine]
    if rule := look.confidentiality:
        found += ((f"confidentiality.{key}", message) for key, message in rule.contradictions())
    return [
        Problem(code="impossible-value", message=f"{key}: {message}", where=f"{file}, {key}")
        for key, message in found
    ]


def _small_texts(look: Appearance, file: Path) -> Iterator[Problem]:
    for key, size in look.text_sizes():
        if 0 < size < SMALLEST_TEXT:
            yield Problem(
                code="text-too-small",
                message=f"{key}: {size:g} pt is less than {SMALLEST_TEXT} pt",
                where=f"{file}, {key}",
                hint=f"make it {SMALLEST_TEXT} or more, so that it can be read in print",
            )


def _low_contrasts(look: Appearance, file: Path) -> Iterator[Problem]:
    for front, ground, contrast, least in look.colours.insufficient_contrasts():
        yield Problem(
            code="low-contrast",
            message=f"{front} on {ground} has a contrast of {contrast:.1f}:1, less than {least}:1",
            where=f"{file}, colours.{front}",
            hint="make one of the two darker or lighter (WCAG 2.2, level AA)",
        )


def _unprintable(look: Appearance, file: Path) -> Iterator[Problem]:
    """What a press cannot print, or two things at once for one colour."""
    inks: dict[str, tuple[str, Cmyk | None]] = {}
    for role, colour in look.colours.by_role():
        place = f"{file}, colours.{role}"
        if colour.inks and sum(colour.inks) > look.press.ink_limit:
            yield Problem(
                code="too-much-ink",
                message=f"{role} takes {sum(colour.inks):g} % of ink, more than the limit of "
                f"{look.press.ink_limit:g} %",
                where=place,
                hint="take away cyan, magenta and yellow, and add some black",
            )
        other, before = inks.setdefault(colour, (role, colour.inks))
        if before != colour.inks:
            yield Problem(
                code="two-print-colours",
                message=f"{other} and {role} are one colour on the screen, but not in print",
                where=place,
                hint="give both the same inks, or change one of them a little on the screen",
            )
    for side in ("left", "right", "top", "bottom", "foot"):
        if 0 < getattr(look.page, side) < CLEAR_OF_TRIM:
            yield Problem(
                code="text-near-trim",
                message=f"page.{side} leaves less than {CLEAR_OF_TRIM} mm between text and trim",
                where=f"{file}, page.{side}",
                hint="paper moves while it is cut; leave more",
            )


def _empty_texts(texts: Texts, file: Path) -> Iterator[Problem]:
    """Headings and labels must say something to those who only listen."""
    for table in ("charts", "document"):
        for key, text in _leaves(asdict(getattr(texts, table)), table):
            if not text.strip():
                yield Problem(
                    code="empty-text",
                    message=f"{key}: the text is empty",
                    where=f"{file}, {key}",
                    hint="a chart or heading without words cannot be found by a screen reader",
                )


def _leaves(table: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, str):
            yield f"{path}.{key}", value
        elif isinstance(value, dict):
            yield from _leaves(value, f"{path}.{key}")


def _unknown_hyphenation(texts: Texts, file: Path) -> list[Problem]:
    wanted = texts.style.hyphenation
    if wanted in HYPHENATIONS or wanted == NO_HYPHENATION:
        return []
    return [
        Problem(
            code="unknown-hyphenation",
            message=f'style.hyphenation: there is no dictionary "{wanted}"',
            where=f"{file}, style.hyphenation",
            hint=did_you_mean(wanted, HYPHENATIONS)
            or 'give language and region, e.g. de_DE, or "none"',
        )
    ]
