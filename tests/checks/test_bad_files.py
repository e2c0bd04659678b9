"""Files that are cut off, locked, looping, huge or odd are answered soon, by all rules that can be.

What unpacks to more than there is room for is tried in `test_hostile_files`.
"""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

import reportgen.checks.check
from reportgen.checks.check import apply_own_rules
from tests.checks.archival.making import PAPER, element, page_of, with_tree
from tests.running import run

#: What any file of these may take, in seconds.
MOST = 5


def good() -> Pdf:
    document = page_of(b"/P <</MCID 0>> BDC 0 0 9 9 re f EMC")
    with_tree(document, element("Document", element("P", element("Span")), element("P")))
    document.Root.StructTreeRoot.ParentTree = Dictionary(Nums=Array([0, Array([])]))
    document.pages[0].StructParents = 0
    return document


def top(document: Pdf) -> Any:
    return document.Root.StructTreeRoot.K[0]


def used(document: Pdf, kind: str, content: bytes, entries: dict[str, Any]) -> None:
    """A stream that uses itself twice, and is used by the page."""
    one = document.make_stream(content * 2, BBox=PAPER, **entries)
    one.Resources = Dictionary({f"/{kind}": Dictionary(F=one)})
    document.pages[0].Resources = one.Resources
    document.pages[0].contents_add(content)


def forms(document: Pdf) -> None:
    used(document, "XObject", b"/F Do ", {"Subtype": Name.Form})


def patterns(document: Pdf) -> None:
    content = b"/Pattern cs /F scn 0 0 9 9 re f "
    used(document, "Pattern", content, {"PatternType": 1})


def tree(document: Pdf) -> None:
    top(document).K.append(top(document))


def parents(document: Pdf) -> None:
    node = document.make_indirect(Dictionary())
    node.Kids = Array([node, node, node])
    document.Root.StructTreeRoot.ParentTree = node


def names(document: Pdf) -> None:
    node = document.make_indirect(Dictionary())
    node.Kids = Array([node, node])
    document.Root.Names = Dictionary(Dests=node, EmbeddedFiles=node, JavaScript=node)


def roles(document: Pdf) -> None:
    document.Root.StructTreeRoot.RoleMap = Dictionary(A=Name.B, B=Name.A)
    top(document).S = Name.A


def namespaces(document: Pdf) -> None:
    space = document.make_indirect(Dictionary(NS=String("urn:a")))
    space.RoleMapNS = Dictionary(A=Array([Name.A, space]))
    top(document).S, top(document).NS = Name.A, space


def classes(document: Pdf) -> None:
    held = document.make_indirect(Array())
    held.append(held)
    document.Root.StructTreeRoot.ClassMap = Dictionary(a=held)
    top(document).C, top(document).A = held, held


def outlines(document: Pdf) -> None:
    one = document.make_indirect(Dictionary(Title=String("a")))
    one.First = one.Next = one
    document.Root.Outlines = one


def actions(document: Pdf) -> None:
    action = document.make_indirect(Dictionary(S=Name.GoTo))
    action.Next = Array([action, action])
    document.Root.OpenAction = action


def fields(document: Pdf) -> None:
    one = document.make_indirect(Dictionary(Subtype=Name.Widget, Rect=PAPER))
    one.Kids, one.Parent = Array([one]), one
    document.Root.AcroForm = Dictionary(Fields=Array([one]))
    document.pages[0].Annots = Array([one])


def colours(document: Pdf) -> None:
    space = document.make_indirect(Array([Name.Indexed]))
    space.append(space)
    document.pages[0].Resources = Dictionary(ColorSpace=Dictionary(C=space))
    document.pages[0].contents_add(b"/C cs 0 sc")


def resources(document: Pdf) -> None:
    page = document.pages[0].obj
    page.Parent = page
    del page.Resources


def orders(document: Pdf) -> None:
    order = document.make_indirect(Array())
    order.append(order)
    order.append(order)
    document.Root.OCProperties = Dictionary(D=Dictionary(Order=order))


def gaps(document: Pdf) -> None:
    root = document.Root.StructTreeRoot
    root.ParentTree.Nums = Object.parse(b"[0 [null null] 1 null 2]")
    top(document).K.append(None)
    document.pages[0].Annots = Object.parse(b"[null 5 <<>>]")
    document.pages[0].Contents = Array([None, document.pages[0].Contents, Dictionary()])
    document.Root.OutputIntents.append(None)


def empty(document: Pdf) -> None:
    held = b"<</Font <</N null>> /XObject <</N null>> /ExtGState <</N null>>>>"
    document.pages[0].Resources = Object.parse(held)
    document.pages[0].contents_add(b"/N gs /N Do BT /N 9 Tf (a) Tj ET")


def odd_names(document: Pdf) -> None:
    document.pages[0].Resources = Object.parse(
        b"<</XObject <</\xff 5>> /Properties <</\xff <</MCID 3>>>> /ColorSpace <</\xe4 /\xe4>>>>"
    )
    document.pages[0].contents_add(b"/\xff Do /\xe4 cs /P /\xff BDC EMC /\xfc BMC EMC")
    top(document).S = Object.parse(b"/\xfc")
    top(document).Lang = Object.parse(b"(\xff\xfe\xff)")
    document.Root.StructTreeRoot.RoleMap = Object.parse(b"<</\xfc /\xe4 /\xe4 /P>>")
    document.Root.Names = Object.parse(b"<</Dests <</Names [(\xff) null (\xfe\xff\xd8) [1]]>>>>")


def odd_operators(document: Pdf) -> None:
    document.pages[0].contents_add(
        b"BDC BMC EMC EMC Tf Tj TJ gs Do cs scn sh k Q Q (b) Tj [[]] TJ 5 Do (x) Tf (x) (y) BDC EMC"
    )


def odd_font(document: Pdf) -> None:
    font = (
        b"<</F <</Subtype /TrueType /Widths (x) /FontDescriptor [] /Encoding 5 /ToUnicode (x)>>>>"
    )
    document.pages[0].Resources = Dictionary(Font=Object.parse(font))
    document.pages[0].contents_add(b"BT /F 9 Tf (a) Tj ET")


def spans(document: Pdf) -> None:
    cells = [
        Dictionary(S=Name.TD, A=Dictionary(O=Name.Table, ColSpan=10**9, RowSpan=10**9))
        for _ in range(20)
    ]
    row = Dictionary(S=Name.TR, K=Array(cells))
    top(document).K = Array([document.make_indirect(Dictionary(S=Name.Table, K=Array([row])))])


ODD = [
    *(forms, patterns, tree, parents, names, roles, namespaces, classes, outlines, actions),
    *(fields, colours, resources, orders, gaps, empty, odd_names, odd_operators, odd_font, spans),
]


def judged(document: Pdf, folder: Path) -> list[str]:
    """Codes of what is found, without what only the whole file lacks."""
    file = folder / "a.pdf"
    document.save(file, fix_metadata_version=False)
    began = time.monotonic()
    check = apply_own_rules(file, 300, ("ua1", "ua2", "2a", "4f"))
    assert time.monotonic() - began < MOST
    return [problem.code for problem in check.problems]


@pytest.mark.parametrize("change", ODD, ids=lambda change: change.__name__)
def test_an_odd_place_does_not_keep_the_rules_from_the_rest(
    change: Callable[[Pdf], None], tmp_path: Path
) -> None:
    document = good()
    before = judged(document, tmp_path)
    assert "title-missing" in before or "xmp-missing" in before
    change(document)
    found = judged(document, tmp_path)
    assert "language-missing" in found
    assert not {"not-a-pdf", "rules-not-applied", "pdf-beyond-limits"} & set(found)


@pytest.mark.parametrize(
    "key",
    [
        *("Lang", "MarkInfo", "ViewerPreferences", "StructTreeRoot", "Metadata", "OutputIntents"),
        *(
            "Names",
            "Outlines",
            "OpenAction",
            "AcroForm",
            "OCProperties",
            "AF",
            "AA",
            "Requirements",
        ),
    ],
)
@pytest.mark.parametrize("value", [b"5", b"[]", b"(x)", b"/N", b"<<>>"])
def test_an_entry_of_a_catalog_may_be_anything(key: str, value: bytes, tmp_path: Path) -> None:
    document = good()
    document.Root[f"/{key}"] = Object.parse(value)
    assert not {"not-a-pdf", "rules-not-applied"} & set(judged(document, tmp_path))


@pytest.mark.parametrize(
    "key",
    [
        *("Resources", "Annots", "MediaBox", "CropBox", "Group", "Tabs", "StructParents"),
        *("AA", "Rotate", "UserUnit", "PresSteps", "OutputIntents", "AF"),
    ],
)
@pytest.mark.parametrize("value", [b"5", b"[1 null (x)]", b"(x)", b"/N", b"<<>>"])
def test_an_entry_of_a_page_may_be_anything(key: str, value: bytes, tmp_path: Path) -> None:
    document = good()
    document.pages[0].obj[f"/{key}"] = Object.parse(value)
    assert not {"not-a-pdf", "rules-not-applied"} & set(judged(document, tmp_path))


def test_a_tree_that_is_too_deep_costs_only_its_own_rules(tmp_path: Path) -> None:
    document = good()
    inner = document.make_indirect(Dictionary(S=Name.P))
    for _ in range(5000):
        inner = document.make_indirect(Dictionary(S=Name.Div, K=inner))
    top(document).K.append(inner)
    found = judged(document, tmp_path)
    assert {"pdf-beyond-limits", "xmp-missing"} <= set(found)


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[bytes], Any]:
    """What the command says of a file, without veraPDF."""
    monkeypatch.setattr(reportgen.checks.check, "find_verapdf", lambda: None)

    def told(content: bytes) -> Any:
        file = tmp_path / "odd.pdf"
        file.write_bytes(content)
        began = time.monotonic()
        result = run("check", "--json", file)
        assert time.monotonic() - began < 2 * MOST  # a process starts, too
        assert result.code == 7
        return json.loads(result.out)[0]

    return told


@pytest.mark.parametrize("part", [0, 0.02, 0.5, 0.9])
def test_a_file_that_was_cut_off_is_told(
    checked: Callable[[bytes], Any], tmp_path: Path, part: float
) -> None:
    good().save(tmp_path / "whole.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate)
    whole = (tmp_path / "whole.pdf").read_bytes()
    problems = checked(whole[: int(part * len(whole))])["problems"]
    assert [problem["code"] for problem in problems] == ["not-a-pdf"]


@pytest.mark.parametrize(
    ("user", "told"), [("", {"encrypted", "xmp-missing"}), ("secret", {"not-a-pdf"})]
)
def test_a_locked_file_is_judged_where_it_opens(
    checked: Callable[[bytes], Any], tmp_path: Path, user: str, told: set[str]
) -> None:
    file = tmp_path / "locked.pdf"
    good().save(file, encryption=pikepdf.Encryption(owner="owner", user=user))
    found = {problem["code"] for problem in checked(file.read_bytes())["problems"]}
    assert told <= found
    assert ("not-a-pdf" in found) is bool(user)


@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", ["elements", "annotations", "pages"])
def test_a_huge_file_is_broken_off(
    checked: Callable[[bytes], Any], tmp_path: Path, kind: str
) -> None:
    document = good()
    if kind == "elements":
        for _ in range(150_000):
            top(document).K.append(document.make_indirect(Dictionary(S=Name.P, P=top(document))))
    elif kind == "annotations":
        one = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=PAPER)
        document.pages[0].Annots = Array([document.make_indirect(one) for _ in range(100_000)])
    else:
        for _ in range(3000):
            document.pages.append(document.pages[0])
    document.save(tmp_path / "huge.pdf")
    found = checked((tmp_path / "huge.pdf").read_bytes())["problems"]
    assert len(found) < 5000
