"""What all kinds of rules have in common, and what a rule finds."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from msgspec import Struct, field

from reportgen.errors import Severity
from reportgen.model import ObservationKey, Table
from reportgen.plausibility.figures import Block, Figures, Spot

#: What fills the gaps of a message: numbers are written in the layout's language.
Fact = float | str


class Hit(Struct, frozen=True, kw_only=True):
    """Cells that a rule takes for implausible.

    Attributes:
        says: name of the message in the language file.
        facts: what fills its gaps.
        keys: of the cells, the one to be looked at first.
        place: address of a cell that holds no figure, in the place of `keys`.
        content: of that cell.
    """

    says: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    keys: tuple[ObservationKey, ...] = ()
    place: str = ""
    content: str = ""


class Rule(Struct, frozen=True, kw_only=True):
    """A rule of a layout; each kind of rule is a subclass with the thresholds that it takes.

    `severity` is a warning or, where nothing may be published while it holds, an error. Figures are
    seen in relation to others by a rule that `is_relative`, which is silent where those are told.
    """

    is_relative: ClassVar[bool] = False

    kind: str
    severity: Severity = Severity.WARNING

    def faults(self) -> Iterator[tuple[str, str]]:
        """Keys whose values make no sense together, and why."""
        yield from ()

    def unknown_columns(self, figures: Figures) -> Iterator[str]:
        """Names of columns that no sheet of the rule has."""
        del figures
        yield from ()

    def hits(self, figures: Figures) -> Iterator[Hit]:
        """Everything that the rule finds, in the order of the sheet's columns."""
        raise NotImplementedError


class ColumnRule(Rule, frozen=True, kw_only=True):
    """A rule on columns of data sheets.

    Attributes:
        sheets: that it looks at.
        columns: headers or keys; ``*`` are all.
        without: headers or keys that are left out.
        unit: only columns of this unit; empty for any.
        if_there: a workbook may lack the columns; otherwise that is a fault of the rule.
    """

    sheets: tuple[Table, ...]
    columns: tuple[str, ...] = ("*",)
    without: tuple[str, ...] = ()
    unit: str = ""
    if_there: bool = False

    def faults(self) -> Iterator[tuple[str, str]]:
        if not self.sheets:
            yield "sheets", "names no sheet"
        if not self.columns:
            yield "columns", "names no column"

    def unknown_columns(self, figures: Figures) -> Iterator[str]:
        blocks = [block for table in self.sheets if (block := figures.block(table))]
        if not self.if_there and blocks:
            for name in (*self.columns, *self.without):
                if not any(block.columns([name]) for block in blocks):
                    yield name

    def chosen(self, figures: Figures) -> Iterator[tuple[Block, Sequence[int]]]:
        """The blocks of the rule, each with the numbers of its columns."""
        for table in self.sheets:
            if block := figures.block(table):
                out = set(block.columns(self.without)) if self.without else set()
                columns = [c for c in block.columns(self.columns, self.unit) if c not in out]
                if columns:
                    yield block, columns

    def fields(self, figures: Figures) -> Iterator[tuple[Block, int, int]]:
        """Each column of the rule in each year."""
        for block, columns in self.chosen(figures):
            for year in range(len(block.years)):
                for column in columns:
                    yield block, year, column


def hit(
    figures: Figures, block: Block, spot: Spot, says: str, /, *others: Spot, **facts: Fact
) -> Hit:
    """A hit at one spot, and at others that belong to it."""
    keys = tuple(figures.key(block, each) for each in (spot, *others))
    return Hit(says=says, facts={"value": block.values[spot], **facts}, keys=keys)


def joint_hit(
    figures: Figures, block: Block, spots: Sequence[Spot], says: str, **facts: Fact
) -> Hit:
    """A hit at several spots that only together say something."""
    facts = {"n": float(len(spots)), **facts}
    return Hit(says=says, facts=facts, keys=tuple(figures.key(block, spot) for spot in spots))
