"""The kinds of hostile input, by name."""

from collections.abc import Mapping

from hypothesis.strategies import SearchStrategy

from tests.torture.archive import attempts as archive
from tests.torture.arguments import attempts as arguments
from tests.torture.attempt import Attempt
from tests.torture.corrections import attempts as corrections
from tests.torture.departments import attempts as departments
from tests.torture.importing import attempts as importing
from tests.torture.layout import attempts as layout
from tests.torture.layout import attempts_with, fonts, profiles
from tests.torture.mail_server import attempts as mail_server
from tests.torture.pdfs import attempts as pdfs
from tests.torture.photo import attempts as photo
from tests.torture.portrait import attempts as portrait
from tests.torture.record import attempts as record
from tests.torture.workbook import attempts as workbook

KINDS: Mapping[str, SearchStrategy[Attempt]] = {
    "archive": archive(),
    "arguments": arguments(),
    "import": importing(),
    "corrections": corrections(),
    "departments": departments(),
    "layout": layout(),
    "font": attempts_with(fonts()),
    "profile": attempts_with(profiles()),
    "mail-server": mail_server(),
    "photo": photo(),
    "portrait": portrait(),
    "record": record(),
    "pdf": pdfs(),
    "workbook": workbook(),
}
