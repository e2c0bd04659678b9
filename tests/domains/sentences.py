"""All that the pages of several units say, each sentence once, for people to read."""

import re
from collections.abc import Iterable, Iterator

from reportgen.charts import draw
from reportgen.document.outline import outline, title_band
from reportgen.findings import write
from reportgen.layout.inherit import read_layers
from reportgen.layout.load import Layout
from reportgen.layout.nouns import with_nouns
from reportgen.model import Portrait, Profile
from tests.document.readable import readable


def sentences(profiles: Iterable[Profile], layout: Layout) -> str:
    """The blocks of all profiles line by line, without those that differ in a number or a name."""
    seen: set[str] = set()
    lines: list[str] = []
    for profile in profiles:
        names = "|".join(re.escape(city.name) for city in profile.cities)
        for line in pages(profile, layout).splitlines():
            kind = re.sub(rf"[\d.,%+−\s]+|{names}", " ", line)
            if kind not in seen:
                seen.add(kind)
                lines.append(line.rstrip())
    return "\n".join(lines) + "\n"


def pages(profile: Profile, layout: Layout) -> str:
    """All blocks of a profile, as they are read and heard."""
    blocks = outline(profile, write(profile, layout), draw(profile, layout), Portrait(), layout)
    return readable(title_band(profile, Portrait(), layout), blocks)


def texts_with_nouns(layout: Layout) -> str:
    """Every text that takes a noun, with all of them filled in, one a line; gaps stay as they are.

    That is what a reader of a new layout checks for grammar: also what its figures do not show.
    """
    name = f"{layout.language}.toml"
    layered = read_layers((layout.folder, *layout.parents), name, [])
    assert layered
    used = (path for path, text in _leaves(layered.data) if re.search(r"\{\w+\.\w+\}", text))
    filled = dict(_leaves(with_nouns(layered.data, name, [])))
    return "\n".join(dict.fromkeys(filled[path] for path in used)) + "\n"


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _leaves(each, f"{path}.{key}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _leaves(each, f"{path}.{number}")
