"""Small files made by hand: one good page, which tests change."""

from collections.abc import Mapping, Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import ImageCms

from reportgen.checks.accessibility.preflight import preflight
from reportgen.checks.conformance import CONFORMANCES
from reportgen.errors import Problem

_PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
PAPER = Array([0, 0, 200, 200])


def page_of(content: bytes = b"", **resources: Any) -> Pdf:
    """A file of one page with an sRGB output intent."""
    document = Pdf.new()
    document.add_blank_page(page_size=(200, 200))
    page = document.pages[0].obj
    page.Contents = document.make_stream(content)
    page.Resources = Dictionary(**resources)
    profile = document.make_stream(_PROFILE, N=3)
    document.Root.OutputIntents = Array(
        [Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, DestOutputProfile=profile)]
    )
    return document


def annotated(kind: Name, **entries: Any) -> Pdf:
    """A file with an annotation that is printed and has an appearance."""
    document = page_of()
    form = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=PAPER)
    usual = {"Type": Name.Annot, "Subtype": kind, "Rect": PAPER, "F": 4, "AP": Dictionary(N=form)}
    annotation = document.make_indirect(Dictionary(**without_none(usual | entries)))
    document.pages[0].obj.Annots = Array([annotation])
    return document


def with_tree(document: Pdf, *kids: Dictionary, **entries: Any) -> Pdf:
    """The file with elements right below the root of a structure tree."""
    root = document.make_indirect(Dictionary(Type=Name.StructTreeRoot, **entries))
    root.K = Array([grown(document, kid, root) for kid in kids])
    document.Root.StructTreeRoot = root
    return document


def element(tag: str, *kids: Dictionary, **entries: Any) -> Dictionary:
    """An element that `with_tree` completes."""
    found = Dictionary(S=Name(f"/{tag}"), **entries)
    if kids:
        found.K = Array(kids)
    return found


def grown(document: Pdf, source: Dictionary, parent: Any) -> Any:
    """An element with its parents, as an object of the file."""
    made = document.make_indirect(source)
    made.P = parent
    if "/K" in made:
        made.K = Array([grown(document, kid, made) for kid in made.K])
    return made


def with_file(document: Pdf, content: bytes, **entries: Any) -> Pdf:
    """The file with another one inside."""
    stream = document.make_stream(content, Subtype=Name("/text/csv"))
    usual = {
        **{"Type": Name.Filespec, "F": String("a"), "UF": String("a"), "Desc": String("a table")},
        **{"AFRelationship": Name.Data, "EF": Dictionary(F=stream)},
    }
    file = document.make_indirect(Dictionary(**without_none(usual | entries)))
    document.Root.Names = Dictionary(
        EmbeddedFiles=Dictionary(Names=Array([String("a"), file])),
    )
    document.Root.AF = Array([file])
    return document


def without_none(entries: Mapping[str, Any]) -> dict[str, Any]:
    """The entries that there are."""
    return {key: value for key, value in entries.items() if value is not None}


def judged(document: Pdf, *keys: str) -> Sequence[Problem]:
    """What our rules find, by keys of standards."""
    return preflight(document, [CONFORMANCES[key] for key in keys])


def cited(document: Pdf, code: str, standards: str) -> Mapping[str, set[str]]:
    """The clauses by which standards object with a code, each judged by itself."""
    found = {}
    for key in standards.split():
        problems = [p for p in judged(document, key) if p.code == code]
        cited_ = {p.where.rpartition("clause ")[2] for p in problems if "clause" in p.where}
        if cited_:
            found[key] = cited_
    return found
