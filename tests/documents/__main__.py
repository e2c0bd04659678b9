"""Writes the generated documents: ``python -m tests.documents``."""

from tests.documents.render import documents, program_problems
from tests.running import ROOT

for path, text in documents(program_problems()).items():
    (ROOT / path).write_text(text, encoding="utf-8")
