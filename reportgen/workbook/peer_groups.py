"""Checks the groups of cities that the workbook calls peers of each other."""

from collections.abc import Iterable

from reportgen.errors import did_you_mean
from reportgen.model import FEWEST_PEERS
from reportgen.problems import Problems, excerpt
from reportgen.workbook import schema
from reportgen.workbook.cell import Cell
from reportgen.workbook.tables import Row


def check_peer_groups(rows: Iterable[Row], problems: Problems) -> None:
    """A group gives each of its cities peers; one city has none, most often by a slip."""
    groups: dict[str, list[Cell]] = {}
    for row in rows:
        if (cell := row.get(schema.PEERS)) and cell.text:
            groups.setdefault(cell.text, []).append(cell)
    for name, cells in groups.items():
        if len(cells) > FEWEST_PEERS:
            continue
        others = [other for other in groups if other != name]
        problems.error(
            "small-peer-group",
            f'the peer group "{excerpt(name)}" has {len(cells)} of the {FEWEST_PEERS + 1} cities'
            " that make a group",
            cells[0].where,
            did_you_mean(name, others) or "write the same text for all its cities, or clear it",
        )
