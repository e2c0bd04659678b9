"""A layout: how a report looks (`layout.toml`) and what it says (`de.toml`, `en.toml`); no code.

It may extend another one and say only what differs. `load_layout` checks everything at once; what
leaves it is typed, complete and free of surprises.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from reportgen.errors import LayoutError, Problem
from reportgen.layout.appearance import Appearance, Faces, Press
from reportgen.layout.confidentiality import Confidentiality
from reportgen.layout.consistency import look_problems, text_problems
from reportgen.layout.font_files import characters_of, font_fault
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
from reportgen.layout.own_blocks import OwnBlock, load_blocks
from reportgen.layout.places import find_layout, layouts_folder
from reportgen.layout.texts import Texts
from reportgen.model import WORKBOOK_LANGUAGE
from reportgen.tomlfile import fill


class FontFiles(Struct, frozen=True, kw_only=True):
    """Where the weights of the one family lie."""

    light: Path
    regular: Path
    semibold: Path
    bold: Path


#: Names of printing conditions as the ICC lists them.
_REGISTERED = re.compile(r"FOGRA\d{2}|CGATS TR ?\d{3}|CGATS21-2-CRPC\d|JC\d{6}|IFRA\d{2}")


class PrintingCondition(Struct, frozen=True, kw_only=True):
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


class Layout(Struct, frozen=True, kw_only=True):
    """A checked layout in one language; without mails when it comes from an archive.

    `parents` are the folders of the layouts that it extends; `blocks` are its own, by name.
    """

    folder: Path
    parents: tuple[Path, ...]
    language: str
    look: Appearance
    texts: Texts
    mail: MailTexts | None
    fonts: FontFiles
    condition: PrintingCondition
    blocks: Mapping[str, OwnBlock]

    @property
    def characters(self) -> frozenset[str]:
        """What all weights of its font can show."""
        fonts = self.fonts
        return characters_of((fonts.light, fonts.regular, fonts.semibold, fonts.bold))

    @property
    def foreign_language(self) -> str:
        """Language of what stands in the report as the workbook has it, when it is another."""
        return "" if self.language == WORKBOOK_LANGUAGE else WORKBOOK_LANGUAGE


#: The table with the rule by which small numbers are kept secret.
_RULE = "confidentiality"


class _Rule(Struct, frozen=True, kw_only=True):
    """A `layout.toml` of which only the rule is read."""

    confidentiality: Confidentiality


def about_layout(name: str | Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the layouts that a layout extends, and the languages that it has.

    Raises:
        LayoutError: there is no such layout, or one that it extends is not there.
    """
    folders = folders_of(find_layout(name), layouts_folder())
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
    folder, *parents = folders = folders_of(
        find_layout(name), layouts_folder(), beside_only=archived
    )
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
        own = looks.layers.get(folder / LOOK, {}) if looks else {}
        problems.extend(look_problems(look, own, folder / LOOK))
    if texts:
        if not archived:
            mail = texts.mail.read(str(folder / f"{language}.toml"), problems)
        problems.extend(text_problems(texts, folder / f"{language}.toml"))
    blocks: Mapping[str, OwnBlock] = {}
    if look and texts and fonts:
        files = (fonts.light, fonts.regular, fonts.semibold, fonts.bold)
        characters = characters_of(files)
        blocks = load_blocks(look.blocks, texts.blocks, folders, language, characters, problems)
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
        blocks=blocks,
    )


def archived_rule(folder: Path) -> Confidentiality | None:
    """The rule of a layout in an archive by which small numbers are kept secret.

    Nothing else of it is read, so that it may be one of an earlier version of the program.

    Raises:
        LayoutError: it cannot be read.
    """
    folders, problems = folders_of(folder, layouts_folder(), beside_only=True), list[Problem]()
    looks = read_layers(folders, LOOK, problems)
    said = looks.data.get(_RULE) if looks else None
    rule = fill(_Rule, {_RULE: said}, str(folder / LOOK), problems) if said is not None else None
    if problems:
        raise LayoutError(*problems)
    return rule.confidentiality if rule else None


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
        elif fault := font_fault(file):
            problems.append(
                Problem(
                    code="font-unusable",
                    message=f'"{name}" {fault}',
                    where=f"{folders[0] / LOOK}, type.faces.{weight}",
                    hint="use the .ttf file of that weight",
                )
            )
        else:
            found[weight] = file
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
