"""Workbooks as `reportgen template` writes them, with rows of our own."""

from reportgen.layout.domain import load_domain
from reportgen.workbook.template import make_template
from reportgen.workbook.template_rows import Rows, content_of

#: The comparison of cities, which comes with the program.
CITIES_DOMAIN = load_domain("city-profile")


def workbook_with(rows: Rows) -> bytes:
    """A workbook of cities; sheets that get no rows hold those of a new one."""
    return make_template(content_of(CITIES_DOMAIN, rows=rows))
