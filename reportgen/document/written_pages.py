"""Writes what a canvas has drawn into a file: pages with their resources and links, bookmarks."""

from collections.abc import Mapping, Sequence
from itertools import count

from reportgen.document.drawn import Bookmark, DrawnDocument, DrawnImage, Form, LinkArea
from reportgen.document.font_programs import write_font
from reportgen.document.pdf_file import PdfFile, Reference, numbers, references, text_string
from reportgen.document.structure import Element, WrittenPage

#: Flag of an annotation that is printed with its page; PDF/A wants it (ISO 19005-2, 6.3.2).
PRINT = 4


def write_pages(
    file: PdfFile,
    drawn: DrawnDocument,
    pages: Reference,
    entries: str,
    states: Reference | None = None,
) -> tuple[WrittenPage, ...]:
    """Writes all pages, and the node above them.

    Args:
        file: gets them.
        drawn: what the pages show.
        pages: number of the node.
        entries: of every page, e.g. its boxes.
        states: dictionary of the graphics states that pages and forms name.

    Returns:
        The pages; their numbers in the parent tree are as `write_tree` has them.
    """
    resources = _write_resources(file, drawn, states)
    keys = count(len(drawn.pages))
    written = []
    for number, page in enumerate(drawn.pages):
        content = file.add_stream("", page.content)
        links = [_write_link(file, link, next(keys)) for link in page.links]
        tagged = f"/StructParents {number}/Tabs/S" if page.owners else ""
        listed = f"/Annots{references(links)}" if links else ""
        reference = file.add(
            f"<</Type/Page/Parent {pages}{entries}/Resources {resources}/Contents {content}"
            f"{tagged}{listed}>>"
        )
        written.append(WrittenPage(reference=reference, owners=page.owners, annotations=links))
    kids = references(page.reference for page in written)
    file.put(pages, f"<</Type/Pages/Count {len(written)}/Kids{kids}>>")
    return tuple(written)


def _write_resources(file: PdfFile, drawn: DrawnDocument, states: Reference | None) -> Reference:
    fonts = " ".join(f"/{font.name} {write_font(file, font)}" for font in drawn.fonts)
    named = f"/ExtGState {states}" if states else ""
    external = {form.name: _write_form(file, form, named) for form in drawn.forms}
    external |= {image.name: _write_image(file, image) for image in drawn.images}
    objects = " ".join(f"/{name} {reference}" for name, reference in external.items())
    return file.add(f"<</Font<<{fonts}>>/XObject<<{objects}>>{named}>>")


def _write_form(file: PdfFile, form: Form, named: str) -> Reference:
    box = numbers((-form.reach, -form.reach, form.reach, form.reach))
    entries = f"/Type/XObject/Subtype/Form/BBox{box}/Resources<<{named}>>"
    return file.add_stream(entries, form.content)


def _write_image(file: PdfFile, image: DrawnImage) -> Reference:
    # Pillow writes amounts of ink as Adobe does: none is the highest value.
    decode = "/Decode[1 0 1 0 1 0 1 0]" if image.space == "DeviceCMYK" else ""
    entries = (
        f"/Type/XObject/Subtype/Image/Width {image.width}/Height {image.height}"
        f"/BitsPerComponent 8/ColorSpace/{image.space}{decode}"
    )
    return file.add_stream(entries, image.jpeg, "DCTDecode")


def _write_link(file: PdfFile, link: LinkArea, key: int) -> Reference:
    href = text_string(link.href)
    return file.add(
        f"<</Type/Annot/Subtype/Link/Rect{numbers(link.box)}/Border[0 0 0]/F {PRINT}"
        f"/Contents{href}/A<</Type/Action/S/URI/URI{href}>>/StructParent {key}>>"
    )


def write_bookmarks(
    file: PdfFile,
    bookmarks: Sequence[tuple[Element, Bookmark]],
    pages: Sequence[WrittenPage],
    elements: Mapping[Element, Reference],
) -> Reference:
    """Writes the outline, all of it open.

    Args:
        file: gets it.
        bookmarks: in their order, each with the element that begins there.
        pages: that they lead to.
        elements: where given, bookmarks lead to these and by them to their place on the page. A
            viewer that knows no structure destinations finds the place as before (ISO 32000-2,
            12.6.4.2).
    """
    outline = file.reserve()
    items = [(file.reserve(), element, bookmark) for element, bookmark in bookmarks]

    def write(first: int, end: int, parent: Reference) -> str:
        """Writes those that stand below one, and returns what it says of them."""
        level = items[first][2].level
        tops = [i for i in range(first, end) if items[i][2].level <= level]
        for place, i in enumerate(tops):
            own, element, bookmark = items[i]
            entries = [f"/Title{text_string(bookmark.title)}/Parent {parent}"]
            at = f"/XYZ 0 {bookmark.top:.4f} 0]"
            destination = f"[{pages[bookmark.page].reference}{at}"
            if elements:
                entries.append(f"/A<</S/GoTo/D{destination}/SD[{elements[element]}{at}>>")
            else:
                entries.append(f"/Dest{destination}")
            if place:
                entries.append(f"/Prev {items[tops[place - 1]][0]}")
            if place + 1 < len(tops):
                entries.append(f"/Next {items[tops[place + 1]][0]}")
            behind = tops[place + 1] if place + 1 < len(tops) else end
            if i + 1 < behind:
                entries.append(write(i + 1, behind, own))
            file.put(own, f"<<{''.join(entries)}>>")
        return f"/First {items[tops[0]][0]}/Last {items[tops[-1]][0]}/Count {end - first}"

    file.put(outline, f"<</Type/Outlines{write(0, len(items), outline) if items else ''}>>")
    return outline
