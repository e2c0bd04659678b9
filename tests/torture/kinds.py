"""The kinds of hostile input, by name."""

from collections.abc import Mapping

from hypothesis.strategies import SearchStrategy

from tests.torture.archive import attempts as archive
from tests.torture.arguments import attempts as arguments
from tests.torture.attempt import Attempt
from tests.torture.corrections import attempts as corrections
from tests.torture.importing import attempts as importing
from tests.torture.pdfs import attempts as pdfs
from tests.torture.record import attempts as record

KINDS: Mapping[str, SearchStrategy[Attempt]] = {
    "archive": archive(),
    "arguments": arguments(),
    "import": importing(),
    "corrections": corrections(),
    "record": record(),
    "pdf": pdfs(),
}
