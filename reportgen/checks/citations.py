"""Which clause of which standard each rule is: one row a rule, one column a standard.

PDF/UA-1 is ISO 14289-1:2014, PDF/UA-2 ISO 14289-2:2024; PDF/A-1 to A-4 are ISO 19005-1:2005,
-2:2011, -3:2012 and -4:2020. The column A-2 holds for PDF/A-3 as well; `6.8/-` is of PDF/A-2 only,
`-/6.8` of PDF/A-3 only. A level before a clause limits it: `a:` to level A, `u:` to levels A and U,
`f:` to level F, `n:` to a claim of no level; `!e:` and `!f:` to all but that one. A rule that is
`own` is one of this house where no clause asks for it: kept by what we make, and no more than a
remark on what others made.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from reportgen.checks.conformance import Conformance

#: What stands in place of a clause for a rule of our own.
HOUSE_RULE = "house rule"

#: Columns, and the parts that they are for.
_COLUMNS = ("PDF/UA-1", "PDF/UA-2", "PDF/A-1", "PDF/A-2 PDF/A-3", "PDF/A-4")

#: Code and case of a rule, and its clauses in the order of the columns.
_TABLE = """
code                     case          UA-1      UA-2       A-1        A-2           A-4       own
malformed-catalog        -             6.1       -          6.1.1      6.1.1         6.1.1     -
not-marked               -             6.2       6.2        a:6.8.2.2  a:6.7.2.2     -         -
structure-missing        -             7.1       8.2.1      a:6.8.3.3  a:6.7.3.3     -         -
untagged-content         -             7.1       8.2.2      -          -             -         -
artifact-in-content      -             7.1       -          -          -             -         -
content-in-artifact      -             7.1       -          -          -             -         -
unbalanced-marks         -             -         -          -          -             -         own
repeated-number          -             -         -          -          -             -         own
content-unknown          -             -         -          -          -             -         own
wrong-parent             none          7.1       8.2.2      -          -             -         -
wrong-parent             another       -         -          -          -             -         own
suspects                 -             7.1       -          -          -             -         -
nonstandard-type         -             7.1       8.2.4      a:6.8.3.4  a:6.7.3.4     -         -
standard-type-mapped     -             7.1       8.2.4      -          -             -         -
standard-type-mapped     nonstandard   7.1       8.2.4      -          a:6.7.3.4     -         -
parent-missing           -             7.1       8.2.1      -          -             -         -
circular-tree            -             7.1       8.2.1      -          -             -         own
title-missing            -             7.1       8.11.1     -          -             -         -
title-not-shown          -             7.1       8.11.2     -          -             -         -
language-missing         -             7.2       -          -          -             -         -
language-missing         document      -         8.4.4      -          -             -         -
language-malformed       -             7.2       8.4.4      a:6.8.4    a:6.7.4       -         -
language-malformed       empty         7.2       8.4.4      -          -             -         -
language-malformed       digits        -         -          a:6.8.4    -             -         -
wrong-place              -             7.2       -          -          -             -         -
wrong-place              label         -         -          -          -             -         own
table-parts              -             7.2       -          -          -             -         -
ragged-table             -             7.2       8.2.5.26   -          -             -         -
caption-place            -             7.2       8.2.5.27   -          -             -         -
caption-place            first         7.2       -          -          -             -         -
caption-place            other         -         8.2.5.27   -          -             -         own
alt-missing              -             7.3       8.2.5.28.2 -          -             -         -
alt-missing              formula       7.7       -          -          -             -         -
box-missing              -             -         -          -          -             -         own
skipped-heading          -             7.4.2     -          -          -             -         -
second-title             -             -         -          -          -             -         own
mixed-headings           -             7.4.4     -          -          -             -         -
mixed-headings           several       7.4.4     -          -          -             -         -
scope-missing            -             7.5       8.2.5.26   -          -             -         -
scope-missing            cell          -         -          -          -             -         own
note-name                -             7.9       -          -          -             -         -
forbidden-type           heading       -         8.2.5.12   -          -             -         -
forbidden-type           note          -         8.2.5.14   -          -             -         -
document-element         -             -         8.2.5.2    -          -             -         -
list-numbering           -             -         8.2.5.25   -          -             -         -
structure-destination    -             -         8.8        -          -             -         -
layers-unnamed           -             7.10      8.7        -          6.9           -         -
layers-unnamed           same          -         -          -          6.9           6.10      -
layers-unnamed           only          7.10      -          -          6.9           -         -
layers-unnamed           none          -         -          -          -             6.10      -
layers-unordered         -             -         -          -          6.9           6.10      -
layers-automatic         -             7.10      8.7        -          6.9           -         -
layers                   -             -         -          6.1.13     -             -         -
file-unnamed             -             7.11      -          -          6.8           6.9       -
dynamic-form             -             7.15      -          -          -             -         -
dynamic-form             static        -         8.10.1     -          6.4.2         6.4.2     -
encrypted                -             -         -          6.1.3      6.1.3         6.1.3     -
encrypted                locked        7.16      -          -          -             -         -
annotation-untagged      -             7.18.1    -          -          -             -         -
annotation-untagged      markup        -         8.9.2.3    -          -             -         -
annotation-undescribed   -             7.18.1    -          -          -             -         -
media-undescribed        -             7.18.6.2  -          -          -             -         -
field-undescribed        -             7.18.1    -          -          -             -         -
annotation-type          -             -         -          6.5.2      6.3.1         6.3.1     -
annotation-type          network       7.18.2    8.9.2.4.15 -          -             -         -
annotation-type          media         -         8.9.2.4.11 -          -             -         -
annotation-type          drawn         -         -          6.5.2      -             -         -
annotation-type          projection    -         -          6.5.2      6.3.1         -         -
annotation-type          attached      -         -          6.5.2      -             !f:6.3.1  -
annotation-type          space         -         -          6.5.2      6.3.1         !e:6.3.1  -
tab-order                -             7.18.3    -          -          -             -         -
tab-order                none          -         8.9.3.3    -          -             -         -
field-untagged           -             7.18.4    8.10.1     -          -             -         -
field-untagged           unseen        7.18.4    -          -          -             -         -
field-in-tree            -             -         8.9.2.4.13 -          -             -         -
field-contents           -             -         8.10.2.3   -          -             -         -
link-untagged            reference     7.18.5    -          -          -             -         -
link-untagged            -             7.18.5    8.2.5.20   -          -             -         -
link-untagged            elsewhere     -         -          -          -             -         own
link-contents            -             7.18.5    -          -          -             -         -
printer-mark-tagged      -             7.18.8    8.9.2.4.14 -          -             -         -
form-repeated            -             7.20      -          -          -             -         -
reference-form           -             7.20      -          6.2.6      6.2.9         6.2.8.2   -
font-not-embedded        -             7.21.4.1  8.4.5.5.1  6.3.4      6.2.11.4.1    6.2.10.4.1 -
font-without-unicode     -             7.21.7    8.4.5.8    a:6.3.8    u:6.2.11.7.2  -         -
font-wrong-unicode       -             7.21.7    8.4.5.8    -          u:6.2.11.7.2  6.2.10.7  -
font-wrong-unicode       private       -         -          -          a:6.2.11.7.3  -         -
font-widths              -             -         -          6.3.2      6.2.11.2      6.2.10.2  -
cmap-not-embedded        -             7.21.3.3  8.4.5.4    6.3.3.3    6.2.11.3.3    6.2.10.3.3 -
cmap-not-embedded        predefined    -         -          6.3.3.3    -             -         -
cmap-collection          -             7.21.3.1  8.4.5.3.1  6.3.3.1    6.2.11.3.1    6.2.10.3.1 -
cmap-collection          supplement    7.21.3.1  8.4.5.3.1  -          6.2.11.3.1    6.2.10.3.1 -
cmap-direction           -             7.21.3.3  8.4.5.4    6.3.3.3    6.2.11.3.3    6.2.10.3.3 -
cmap-not-embedded        used          7.21.3.3  8.4.5.4    -          6.2.11.3.3    6.2.10.3.3 -
no-glyph                 -             7.21.8    8.4.5.9    -          6.2.11.8      6.2.10.9  -
font-encoding            -             7.21.6    8.4.5.7    6.3.7      6.2.11.6      6.2.10.6  -
glyph-map-missing        -             7.21.3.2  8.4.5.3.2  -          6.2.11.3.2    6.2.10.3.2 -
ua-not-claimed           1             5         -          -          -             -         -
ua-not-claimed           2             -         5          -          -             -         -
ua-not-claimed           prefix        5         5          -          -             -         -
a-not-claimed            1             -         -          6.7.11     -             -         -
a-not-claimed            2             -         -          -          6.6.4/-       -         -
a-not-claimed            3             -         -          -          -/6.6.4       -         -
a-not-claimed            4             -         -          -          -             6.7.3     -
a-not-claimed            prefix        -         -          6.7.11     6.6.4         6.7.3     -
xmp-missing              -             7.1       8.11.1     6.7.2      6.6.2.1       6.7.2.1   -
xmp-malformed            -             5         5          6.7.9      6.6.2.1       6.7.2.1   -
xmp-malformed            encoding      -         -          -          6.6.2.1       6.7.2.1   -
xmp-malformed            header        -         -          6.7.5      6.6.2.1       6.7.2.1   -
xmp-packed               -             -         -          6.7.2      -             -         -
extension-schema         -             -         -          6.7.9      6.6.2.3       -         -
metadata-differ          -             -         -          6.7.3      -             -         own
information-present      -             -         -          -          -             6.1.3     -
pdf-version              -             -         -          -          -             6.1.2     -
identifier-missing       -             -         -          6.1.3      6.1.3         6.1.3     -
intent-missing           -             -         -          6.2.3.3    6.2.4.3       6.2.4.3   -
intent-profile           -             -         -          6.2.2      6.2.3         6.2.3     -
intent-profile           version       -         -          6.2.2      -             -         -
intent-profile           components    -         -          -          -             -         own
intent-profile           press         -         -          -          6.2.3         6.2.3     -
intent-profile           reference     -         -          -          -             6.2.3     -
intent-missing           grouped       -         -          6.2.3.3    6.2.4.3       -         -
profiles-differ          -             -         -          6.2.2      6.2.3         6.2.3     -
device-cmyk              -             -         -          6.2.3.3    6.2.4.3       6.2.4.3   -
device-rgb               -             -         -          6.2.3.3    6.2.4.3       6.2.4.3   -
device-cmyk              grouped       -         -          6.2.3.3    6.2.4.3       -         -
device-rgb               grouped       -         -          6.2.3.3    6.2.4.3       -         -
interpolated-image       -             -         -          6.2.4      6.2.8         6.2.7.1   -
alternate-image          -             -         -          6.2.4      6.2.8         6.2.7.1   -
opi                      -             -         -          6.2.4      6.2.8         6.2.7.1   -
opi                      form          -         -          6.2.4      6.2.9         6.2.8.1   -
transfer-function        -             -         -          6.2.8      6.2.5         6.2.5     -
postscript               -             -         -          6.2.7      6.2.9         -         -
postscript               form          -         -          6.2.5      6.2.9         -         -
halftone                 -             -         -          -          6.2.5         6.2.5     -
halftone                 origin        -         -          -          -             6.2.5     -
halftone                 phase         -         -          -          6.2.5         -         -
rendering-intent         -             -         -          6.2.9      6.2.6         -         -
image-depth              -             -         -          6.2.4      6.2.8         6.2.7.1   -
image-depth              16            -         -          6.2.4      -             -         -
transparent              -             -         -          6.4        -             -         -
blend-mode               -             -         -          6.4        6.2.10        6.2.9     -
annotation-flags         -             -         -          6.5.3      6.3.2         6.3.2     -
annotation-flags         toggled       -         -          -          6.3.2         6.3.2     -
annotation-flags         popup         -         -          6.5.3      -             -         -
annotation-appearance    empty-field   -         -          6.9        -             -         -
annotation-appearance    -             -         -          6.5.3      6.3.3         6.3.3     -
annotation-appearance    missing       -         -          -          6.3.3         6.3.3     -
annotation-appearance    field         -         -          6.9        6.3.3         6.3.3     -
annotation-appearance    pushed        -         -          -          6.3.3         6.3.3     -
annotation-colour        -             -         -          6.5.3      -             -         -
field-action             -             -         -          6.6.1      6.4.1         6.4.1     -
field-action             event         -         -          6.6.2      6.4.1         -         -
field-appearance         -             -         -          6.9        6.4.1         6.4.1     -
action                   -             -         -          6.6.1      6.5.1         6.6.1     -
action                   embedded      -         -          6.6.1      -             -         -
action                   script        -         -          6.6.1      6.5.1         -         own
action                   space         -         -          6.6.1      6.5.1         !e:6.6.1  -
action                   document      -         -          6.6.2      6.5.2         -         -
action                   page          -         -          -          6.5.2         -         -
action                   event         -         -          -          -             6.6.3     -
action                   link          -         -          -          -             -         own
embedded-file            -             -         -          6.1.11     -             -         -
embedded-file            foreign       -         -          -          6.8/-         -         -
embedded-file            unassociated  -         -          -          -/6.8         -         -
embedded-file            undescribed   -         -          -          -/6.8         6.9       -
embedded-file            stranger      -         -          -          -             n:6.9     -
embedded-file            silent        -         8.14.1     -          -             -         -
embedded-file            none          -         -          -          -             f:6.9     -
alternate-presentations  -             -         -          -          6.10          6.11      -
requirements             -             -         -          -          6.11          6.12      -
"""


class _Row(Struct, frozen=True, kw_only=True):
    """A rule: level and clause by part of a standard, and whether it is our own elsewhere."""

    clauses: Mapping[str, tuple[str, str]]
    is_own: bool


def _rows() -> Mapping[tuple[str, str], _Row]:
    found = {}
    for line in _TABLE.strip().splitlines()[1:]:
        code, case, *cells, own = line.split()
        clauses: dict[str, tuple[str, str]] = {}
        for column, cell in zip(_COLUMNS, cells, strict=True):
            parts = column.split()
            each = cell.split("/") if "/" in cell else [cell] * len(parts)
            for part, said in zip(parts, each, strict=True):
                if said != "-":
                    level, _, clause = said.rpartition(":")
                    clauses[part] = level, clause
        found[code, "" if case == "-" else case] = _Row(clauses=clauses, is_own=own == "own")
    return found


_ROWS = _rows()

#: Levels that a level before a clause limits it to; PDF/UA has none.
_LEVELS = {
    "": ("", "a", "b", "u", "e", "f"),
    "u": ("a", "u"),
    "a": ("a",),
    "f": ("f",),
    "n": ("",),
    "!e": ("", "f"),
    "!f": ("", "e"),
}


def clauses_of(code: str, case: str, judged: Iterable[Conformance]) -> Mapping[str, str]:
    """The clauses that a violation of a rule breaks, by the keys of what a file is judged by.

    Raises:
        KeyError: there is no such rule.
    """
    cited = _ROWS[code, case].clauses
    found = {}
    for conformance in judged:
        level, clause = cited.get(conformance.part, ("", ""))
        if clause and conformance.level in _LEVELS[level]:
            found[conformance.key] = clause
    return found


def is_house_rule(code: str, case: str) -> bool:
    """Whether a rule is our own where no clause asks for it."""
    return _ROWS[code, case].is_own


def cited_clauses(conformance: Conformance) -> set[str]:
    """All clauses of a standard that some rule is of."""
    every = (clauses_of(code, case, [conformance]) for code, case in _ROWS)
    return {clause for clauses in every for clause in clauses.values()}
