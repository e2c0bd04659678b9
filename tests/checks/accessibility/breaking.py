"""Small changes, each of which breaks a good PDF in one way; what is in the file, and its tree."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pikepdf import (
    Array,
    ContentStreamInstruction,
    Dictionary,
    Name,
    NumberTree,
    Object,
    Operator,
    Pdf,
    String,
    parse_content_stream,
    unparse_content_stream,
)

Content = list[Any]


def elements(document: Pdf, tag: str = "") -> list[Object]:
    """The structure elements of a type, or all, in the order of reading."""
    return [e for e in _walk(document.Root.StructTreeRoot) if tag in {"", str(e.S)[1:]}]


def _walk(element: Object) -> Iterator[Object]:
    for kid in kids_of(element):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from _walk(kid)


def kids_of(element: Object) -> Sequence[Any]:
    kids: Any = element.get("/K", ())
    return list(kids) if isinstance(kids, Array | tuple) else [kids]


def edit(document: Pdf, change: Callable[[Content], Content], page: int = 0) -> None:
    """Makes something else of the instructions of a page."""
    sheet = document.pages[page]
    content = change(list(parse_content_stream(sheet)))
    sheet.Contents = document.make_stream(unparse_content_stream(content))


def op(name: str, *operands: Any) -> ContentStreamInstruction:
    return ContentStreamInstruction(list(operands), Operator(name))


SQUARE = (op("re", 300, 10, 5, 5), op("f"))
END = op("EMC")


def names(content: Content) -> list[str]:
    return [str(instruction.operator) for instruction in content]


# Content: what is drawn on the first page ---------------------------------------------------------


def untagged_area(document: Pdf) -> None:
    edit(document, lambda content: [*content, *SQUARE])


def untagged_text(document: Pdf) -> None:
    """The foot loses the mark that makes it an artifact."""

    def change(content: Content) -> Content:
        (start,) = (
            i
            for i, each in enumerate(content)
            if str(each.operator) == "BDC" and each.operands[0] == Name.Artifact
        )
        end = names(content).index("EMC", start)
        return [*content[:start], *content[start + 1 : end], *content[end + 1 :]]

    edit(document, change)


def untagged_form(document: Pdf) -> None:
    """A marker of a chart is drawn once more, outside of the chart."""
    page, name = next(
        (number, name)
        for number, page in enumerate(document.pages)
        for name in page.Resources.XObject
        if f"{name} Do".encode() in page.Contents.read_bytes()
    )
    edit(document, lambda content: [*content, op("Do", Name(name))], page)


def image_of(document: Pdf, **entries: Any) -> Object:
    image = document.make_stream(bytes(3))
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width = image.Height = 1
    image.BitsPerComponent, image.ColorSpace = 8, Name.DeviceRGB
    for key, value in entries.items():
        image[f"/{key}"] = value
    return image


def drawn(document: Pdf, thing: Object, *, marked: bool = True) -> None:
    """Draws an image or form at the end of the first page, as an artifact when it is marked."""
    name = document.pages[0].add_resource(thing, Name.XObject)
    marks = ([op("BMC", Name.Artifact)], [END]) if marked else ([], [])
    edit(document, lambda content: [*content, *marks[0], op("Do", name), *marks[1]])


def untagged_image(document: Pdf) -> None:
    drawn(document, image_of(document), marked=False)


def interpolated_image(document: Pdf) -> None:
    drawn(document, image_of(document, Interpolate=True))


def cmyk_image(document: Pdf) -> None:
    image = image_of(document, ColorSpace=Name.DeviceCMYK)
    image.write(bytes(4))
    drawn(document, image)


def cmyk_image_inline(document: Pdf) -> None:
    area = [op("BMC", Name.Artifact), op("k", 0, 0, 0, 1), *SQUARE, END]
    edit(document, lambda content: [*content, *area])


def postscript(document: Pdf) -> None:
    program = document.make_stream(b"showpage")
    program.Type, program.Subtype = Name.XObject, Name.PS
    drawn(document, program)


def artifact_in_content(document: Pdf) -> None:
    def change(content: Content) -> Content:
        start = names(content).index("BDC") + 1
        return [*content[:start], op("BMC", Name.Artifact), *SQUARE, END, *content[start:]]

    edit(document, change)


def content_in_artifact(document: Pdf) -> None:
    def change(content: Content) -> Content:
        start = names(content).index("BDC")
        end = names(content).index("EMC", start) + 1
        return [
            *content[:start],
            op("BMC", Name.Artifact),
            *content[start:end],
            END,
            *content[end:],
        ]

    edit(document, change)


def mark_not_closed(document: Pdf) -> None:
    def change(content: Content) -> Content:
        last = len(content) - 1 - names(content)[::-1].index("EMC")
        return [*content[:last], *content[last + 1 :]]

    edit(document, change)


def mark_closed_twice(document: Pdf) -> None:
    edit(document, lambda content: [*content, END])


def renumbered(document: Pdf, old: int, new: int) -> None:
    def change(content: Content) -> Content:
        return [
            op("BDC", each.operands[0], Dictionary(MCID=new))
            if str(each.operator) == "BDC" and each.operands[1].get("/MCID") == old
            else each
            for each in content
        ]

    edit(document, change)


def number_used_twice(document: Pdf) -> None:
    renumbered(document, 2, 1)


def number_without_element(document: Pdf) -> None:
    renumbered(document, 2, 500)


# The tree ----------------------------------------------------------------------------------------


def parents_swapped(document: Pdf) -> None:
    parents = NumberTree(document.Root.StructTreeRoot.ParentTree)
    row = list(parents[0])
    parents[0] = Array([row[1], row[0], *row[2:]])


def page_without_parents(document: Pdf) -> None:
    del document.pages[0].obj.StructParents


def tree_without_parents(document: Pdf) -> None:
    del document.Root.StructTreeRoot.ParentTree


def no_tree(document: Pdf) -> None:
    del document.Root.StructTreeRoot


def not_marked(document: Pdf) -> None:
    del document.Root.MarkInfo


def suspects(document: Pdf) -> None:
    document.Root.MarkInfo.Suspects = True


def figure_without_alt(document: Pdf) -> None:
    del elements(document, "Figure")[0].Alt


def figure_with_empty_alt(document: Pdf) -> None:
    elements(document, "Figure")[0].Alt = String("")


def figure_without_box(document: Pdf) -> None:
    del elements(document, "Figure")[0].A


def skipped_heading(document: Pdf) -> None:
    elements(document, "H2")[0].S = Name.H4


def first_heading_is_second(document: Pdf) -> None:
    elements(document, "H1")[0].S = Name.P


def two_titles(document: Pdf) -> None:
    elements(document, "H2")[0].S = Name.H1


def headings_of_both_kinds(document: Pdf) -> None:
    elements(document, "P")[0].S = Name.H


def cell_without_scope(document: Pdf) -> None:
    del elements(document, "TH")[0].A


def moved(document: Pdf, tag: str, target: str, at: int = 0) -> None:
    """Moves the first element of a type into the first one of another."""
    element, home = elements(document, tag)[0], elements(document, target)[0]
    kids_before = [kid for kid in kids_of(element.P) if kid != element]
    element.P.K = Array(kids_before)
    kids = kids_of(home)
    home.K = Array([*kids[:at], element, *kids[at:]])
    element.P = home


def row_outside_of_table(document: Pdf) -> None:
    moved(document, "TR", "Sect")


def item_outside_of_list(document: Pdf) -> None:
    moved(document, "LI", "Sect")


def label_outside_of_item(document: Pdf) -> None:
    moved(document, "Lbl", "Sect")


def paragraph_in_list(document: Pdf) -> None:
    elements(document, "LI")[0].S = Name.P


def added(document: Pdf, tag: str, home: str, at: int) -> None:
    """Adds an empty element to the first one of a type."""
    parent = elements(document, home)[0]
    element = document.make_indirect(Dictionary(S=Name(f"/{tag}"), P=parent))
    kids = kids_of(parent)
    parent.K = Array([*kids[:at], element, *kids[at:]])


def cell_in_body(document: Pdf) -> None:
    added(document, "TD", "TBody", 1)


def caption_amid(document: Pdf) -> None:
    added(document, "Caption", "Table", 1)


def ragged_table(document: Pdf) -> None:
    added(document, "TD", "TR", 0)


def note_without_name(document: Pdf) -> None:
    elements(document, "P")[0].S = Name.Note


def notes_of_one_name(document: Pdf) -> None:
    for paragraph in elements(document, "P")[:2]:
        paragraph.S = Name.Note
        paragraph.ID = String("note")


def nonstandard_type(document: Pdf) -> None:
    elements(document, "P")[0].S = Name.Absatz


def circular_role(document: Pdf) -> None:
    elements(document, "P")[0].S = Name.Absatz
    document.Root.StructTreeRoot.RoleMap = Dictionary(Absatz=Name.Text, Text=Name.Absatz)


def standard_type_remapped(document: Pdf) -> None:
    document.Root.StructTreeRoot.RoleMap = Dictionary(P=Name.Span)


def circular_tree(document: Pdf) -> None:
    paragraph = elements(document, "P")[0]
    paragraph.K = Array([*kids_of(paragraph), paragraph.P])


# Links and other annotations ----------------------------------------------------------------------


def first_link(document: Pdf) -> Object:
    return document.pages[0].Annots[0]


def link_without_contents(document: Pdf) -> None:
    del first_link(document).Contents


def link_outside_of_tree(document: Pdf) -> None:
    element = elements(document, "Link")[0]
    element.K = Array([kid for kid in kids_of(element) if isinstance(kid, int)])


def link_under_a_paragraph(document: Pdf) -> None:
    elements(document, "Link")[0].S = Name.Span


def link_without_parent(document: Pdf) -> None:
    del first_link(document).StructParent


def page_without_tab_order(document: Pdf) -> None:
    del document.pages[0].obj.Tabs


def link_not_printed(document: Pdf) -> None:
    del first_link(document).F


def hidden_link(document: Pdf) -> None:
    first_link(document).F = 2


def link_that_launches(document: Pdf) -> None:
    first_link(document).A = Dictionary(S=Name.Launch, F=String("program"))


def link_of_javascript(document: Pdf) -> None:
    first_link(document).A = Dictionary(S=Name.JavaScript, JS=String("app.beep()"))


def untagged_annotation(document: Pdf) -> None:
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Text,
        Rect=Array([10, 10, 20, 20]),
        Contents=String("Notiz"),
        F=28,
        AP=Dictionary(N=document.make_stream(b"", Type=Name.XObject, Subtype=Name.Form,
                                             BBox=Array([0, 0, 10, 10]))),
    )  # fmt: skip
    document.pages[0].Annots.append(document.make_indirect(note))
