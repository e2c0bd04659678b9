"""Elements of a structure tree as rules look at them: plain values, wherever they are from."""

from msgspec import Struct, field

from reportgen.checks.accessibility.structure_types import PDF_1


class Attributes(Struct, frozen=True, kw_only=True):
    """Attributes of an element that rules look at (ISO 32000-1, 14.8.5).

    Attributes:
        scope: what a head cell heads; None when it does not say, empty when it is no name.
        row_span: rows of a cell.
        column_span: its columns.
        headers: names of the cells that head a cell.
        numbering: of what kind the labels of a list are; empty when it does not say.
        has_box: it says where the element stands.
    """

    scope: str | None = None
    row_span: int = 1
    column_span: int = 1
    headers: tuple[str, ...] = ()
    numbering: str = ""
    has_box: bool = False


#: Of elements that have none.
NO_ATTRIBUTES = Attributes()


class Element(Struct, kw_only=True):
    """An element of the tree.

    Attributes:
        tag: its standard type, or its own where that leads to none.
        namespace: of that type.
        parent: None at the top.
        names_parent: it has an entry for its parent.
        page: that it begins on, counted from one; None when neither it nor its parents name one.
        language: of its texts, its own or that of a parent; empty when there is none.
        own_language: its own; None when it has none.
        alternative: text for who does not see it; None when it has none.
        replacement: text in place of its content; None when it has none.
        is_replaced: it, or one that it is in, has a text in place of its content.
        has_texts: it has one of these, or the long form of an abbreviation.
        name: that other elements name it by; None when it has none, empty when it is no text.
        attributes: its own, or those of its classes.
        kids: elements right below it.
    """

    tag: str
    namespace: str = PDF_1
    parent: "Element | None" = None
    names_parent: bool = True
    page: int | None = None
    language: str = ""
    own_language: str | None = None
    alternative: str | None = None
    replacement: str | None = None
    is_replaced: bool = False
    has_texts: bool = False
    name: str | None = None
    attributes: Attributes = NO_ATTRIBUTES
    kids: "list[Element]" = field(default_factory=list)

    @property
    def parent_tag(self) -> str:
        """The standard type of its parent."""
        return self.parent.tag if self.parent else "StructTreeRoot"
