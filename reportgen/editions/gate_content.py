"""Judges the content that a canvas has drawn: its marks, its operators, and what they name.

A canvas writes each mark, each text and each choice on a line of its own, and no text has a line's
end in it. What stands otherwise is found as unknown.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from reportgen.checks.accessibility.content_counts import counted
from reportgen.checks.language import is_language
from reportgen.checks.rules import Finding, violation
from reportgen.document.drawn import DrawnDocument, DrawnPage
from reportgen.document.structure import Element

#: Marks, each on its line: the end of one, or the name of one with its properties.
_MARK = re.compile(rb"\n(?:(EMC)|/(\w+) (?:<<(.*)>> )?B[DM]C)(?=\n)")
_NUMBER = re.compile(rb"/MCID (\d+)")
_LANGUAGE = re.compile(rb"/Lang \((.*?)\)")

#: What paints, outside of marks.
_PAINTING = re.compile(rb"(?<!\S)(?:T[jJ]|['\"]|F|f\*?|S|s|B\*?|b\*?|sh|EI|Do)(?!\S)")

#: How the first code of a font is written, which means nothing.
_NOTHING = re.compile(rb"(?<!\\)(?:\\\\)*\\000")

#: What content names, at the end of a line, where no text is: fonts, forms and images.
_FONT = re.compile(rb"/(\S+) [\d.]+ Tf\n")
_EXTERNAL = re.compile(rb"/(\w+) Do(?: Q)?\n")

#: Operators that our canvas writes: all that is known to be right.
_OPERATORS = frozenset(
    b"q Q cm w J j M d m l c v y h re n W W* S s f f* B B* b b* rg RG BT ET Td Tf Tj Do EMC".split()
)
_INKS = frozenset({b"k", b"K"})
_FOREIGN = "CMYK colour under an RGB output intent"

#: What operands are made of, besides names.
_NO_OPERANDS = b"0123456789.-[]"


def check_content(
    drawn: DrawnDocument, owners: Sequence[Sequence[Element | None]]
) -> Iterator[Finding]:
    """Checks all pages, and what they use.

    Args:
        drawn: the pages.
        owners: by page, the element that has each marked content.
    """
    named = {font.name.encode() for font in drawn.fonts}
    externals = {form.name.encode() for form in drawn.forms}
    externals |= {image.name.encode() for image in drawn.images}
    for number, page in enumerate(drawn.pages, start=1):
        # A line's end before the first line and behind the last one.
        content = b"\n%b\n" % page.content
        counts, languages = _follow_marks(content, page)
        kept = owners[number - 1]
        if kept != list(page.owners):
            pairs = zip(kept, page.owners, strict=True)
            counts["another"] += sum(one is not other for one, other in pairs)
        yield from counted(counts, number)
        for tag in sorted(languages):
            message = f'"{tag}" is no tag of a language such as "de"'
            yield violation("language-malformed", message, number, case="" if tag else "empty")
        if not (
            named.issuperset(_FONT.findall(content))
            and externals.issuperset(_EXTERNAL.findall(content))
        ):
            message = "the content names a font, form or image that is not there"
            yield violation("content-unknown", message, number)
        if b"\\000" in content and _NOTHING.search(content):
            yield violation("no-glyph", "a text shows the glyph for nothing", number)
    for form in drawn.forms:
        # Forms have no marks of their own: they are drawn where a page has opened some.
        if _MARK.search(b"\n%b\n" % form.content):
            yield from counted({"unbalanced": 1}, 1)
    # All together, as that is quick; nothing is wrong as a rule.
    contents = [page.content for page in drawn.pages] + [form.content for form in drawn.forms]
    if _odd_operators(b"\n".join(contents)):
        for number, page in enumerate(drawn.pages, start=1):
            yield from _check_operators(page.content, number)
        for form in drawn.forms:
            yield from _check_operators(form.content, None)
    if any(image.space == "DeviceCMYK" for image in drawn.images):
        yield violation("device-cmyk", _FOREIGN)


def _follow_marks(content: bytes, page: DrawnPage) -> tuple[Counter[str], set[str]]:
    """What is wrong with the marks of a page, and with the languages that they name."""
    counts, languages = Counter[str](), set[str]()
    numbers: list[int] = []
    #: Of each open mark: whether it is an artifact, and whether it is numbered; and sums of these.
    around: list[tuple[bool, bool]] = []
    artifacts = numbered = last = 0
    for match in _MARK.finditer(content):
        begin, end = match.span()
        if begin > last and not artifacts and not numbered:
            counts["untagged"] += len(_PAINTING.findall(content, last, begin))
        last = end
        closing, tag, properties = match.groups()
        if closing:
            if around:
                is_artifact, is_numbered = around.pop()
                artifacts -= is_artifact
                numbered -= is_numbered
            else:
                counts["unbalanced"] += 1
            continue
        is_artifact = tag == b"Artifact"
        found = None if is_artifact or not properties else _NUMBER.match(properties)
        if is_artifact and numbered:
            counts["artifact"] += 1
        if found:
            numbers.append(int(found[1]))
            if artifacts:
                counts["content"] += 1
        around.append((is_artifact, found is not None))
        artifacts += is_artifact
        numbered += found is not None
        if properties and b"/Lang" in properties:
            languages.update(tag.decode("latin-1") for tag in _LANGUAGE.findall(properties))
    if not around:
        counts["untagged"] += len(_PAINTING.findall(content, last))
    counts["unbalanced"] += len(around)
    wanted = set(range(len(page.owners)))
    counts["repeated"] += len(numbers) - len(set(numbers))
    counts["orphan"] += len(set(numbers) - wanted)
    counts["another"] += len(wanted.difference(numbers))
    return counts, {tag for tag in languages if not is_language(tag)}


def _odd_operators(content: bytes) -> set[bytes]:
    """Operators of content besides those that are known to be right."""
    operators = set[bytes]()
    for line in set(content.translate(None, _NO_OPERANDS).split(b"\n")):
        is_text = line.startswith(b"(") and line.endswith(b") Tj")
        if not is_text and not line.endswith((b" BDC", b" BMC")):
            operators.update(line.split())
    return {each for each in operators - _OPERATORS if not each.startswith(b"/")}


def _check_operators(content: bytes, page: int | None) -> Iterator[Finding]:
    odd = _odd_operators(content)
    if odd & _INKS:
        yield violation("device-cmyk", _FOREIGN, page)
    if odd - _INKS:
        names = ", ".join(sorted(each.decode("latin-1") for each in odd - _INKS))
        message = f"the content has operators that are not known to be right: {names}"
        yield violation("content-unknown", message, page)
