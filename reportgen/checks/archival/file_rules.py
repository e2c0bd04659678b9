"""Rules about files inside a file, and about what PDF/A rules out altogether."""

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Pdf, Stream

from reportgen.checks.annotations import page_annotations
from reportgen.checks.metadata import claimed
from reportgen.checks.objects import dictionaries, dictionary, entry, name, text, tree_values
from reportgen.checks.rules import Finding, violation
from reportgen.page_reader.files import open_pdf_bytes, pages_of

#: Parts that files inside of PDF/A-2 may be of, and those inside of PDF/A-4.
_ARCHIVED = {"PDF/A-1", "PDF/A-2"}
_ARCHIVED_LATER = {*_ARCHIVED, "PDF/A-4"}


def check_files(document: Pdf) -> Iterator[Finding]:
    """Checks the files inside a document."""
    names = dictionary(document.Root, "/Names")
    if "/EmbeddedFiles" not in names:
        message = "no files are inside, which PDF/A-4f is for"
        yield violation("embedded-file", message, case="none")
    found = list(_specifications(document))
    if found or "/EmbeddedFiles" in names:
        yield violation("embedded-file", "files are inside")
    associated = _associated(document) if found else set()
    for specification in found:
        if not (text(specification, "/F") and text(specification, "/UF")):
            yield violation("file-unnamed", "a file inside has not both names")
        stream = next(iter(_streams(specification)), None)
        kinds = set() if stream is None else _claims_of(stream)
        if stream is not None and not kinds & _ARCHIVED:
            message = "a file inside is none of PDF/A-1 or PDF/A-2"
            yield violation("embedded-file", message, case="foreign")
        if stream is not None and not kinds & _ARCHIVED_LATER:
            message = "a file inside is none of PDF/A-1, PDF/A-2 or PDF/A-4"
            yield violation("embedded-file", message, case="stranger")
        if not name(specification, "/AFRelationship") or "/" not in name(stream, "/Subtype"):
            message = "a file inside does not say what it is and what it is for"
            yield violation("embedded-file", message, case="undescribed")
        if not text(specification, "/Desc"):
            message = "nothing describes a file inside"
            yield violation("embedded-file", message, case="silent")
        if specification.objgen not in associated:
            message = "files are inside that the catalog does not associate"
            yield violation("embedded-file", message, case="unassociated")


def check_layers(root: Any) -> Iterator[Finding]:
    """Checks optional content.

    Args:
        root: catalog of the document.
    """
    properties = entry(root, "/OCProperties")
    if not isinstance(properties, Dictionary):
        return
    yield violation("layers", "the file has layers to show and to hide")
    layers = {layer.objgen for layer in dictionaries(properties, "/OCGs")}
    others = dictionaries(properties, "/Configs")
    seen: set[str] = set()
    for configuration in [*dictionaries(properties, "/D"), *others]:
        own = text(configuration, "/Name") or ""
        if not own:
            message = "a set of layers has no name"
            yield violation("layers-unnamed", message, case="" if others else "only")
            if "/Name" not in configuration:
                yield violation("layers-unnamed", message, case="none")
        elif own in seen:
            yield violation("layers-unnamed", "two sets of layers have one name", case="same")
        seen.add(own)
        order = {each.objgen for each in _ordered(entry(configuration, "/Order"))}
        if "/Order" in configuration and not layers <= order:
            yield violation("layers-unordered", "a list of layers does not have all of them")
        if "/AS" in configuration:
            yield violation("layers-automatic", "layers are shown and hidden by themselves")


def _ordered(order: Any) -> Iterator[Any]:
    """The layers of an order (ISO 32000-1, table 101), which may hold others."""
    waiting, seen = [order], set[tuple[int, int]]()
    while waiting:
        held = waiting.pop()
        if isinstance(held, Dictionary):
            yield held
        elif isinstance(held, Array) and held.objgen not in seen:
            if held.objgen != (0, 0):
                seen.add(held.objgen)
            waiting += list(held)


def check_forbidden(document: Pdf) -> Iterator[Finding]:
    """Checks that there are no presentations and no requirements."""
    root = document.Root
    if "/AlternatePresentations" in dictionary(root, "/Names"):
        yield violation("alternate-presentations", "the file may be presented in other ways")
    for number, page in enumerate(pages_of(document), start=1):
        if "/PresSteps" in page.obj:
            message = "the page is presented in steps"
            yield violation("alternate-presentations", message, number)
    if "/Requirements" in root:
        yield violation("requirements", "the file says what its reader must be able to do")


def _specifications(document: Pdf) -> Iterator[Any]:
    """Specifications of the files inside, each once."""
    tree = entry(dictionary(document.Root, "/Names"), "/EmbeddedFiles")
    waiting = [value for _, value in tree_values(tree, "/Names")]
    waiting += dictionaries(document.Root, "/AF")
    for page in pages_of(document):
        waiting += dictionaries(page.obj, "/AF")
        waiting += [entry(each, "/FS") for each in page_annotations(page.obj)]
    seen: set[tuple[int, int]] = set()
    for one in waiting:
        if isinstance(one, Dictionary) and "/EF" in one and one.objgen not in seen:
            if one.objgen != (0, 0):
                seen.add(one.objgen)
            yield one


def _streams(specification: Any) -> Iterator[Stream]:
    held = dictionary(specification, "/EF")
    for key in ("/F", "/UF"):
        stream = entry(held, key)
        if isinstance(stream, Stream):
            yield stream


def _associated(document: Pdf) -> set[tuple[int, int]]:
    """Objects of the files that some part of a document has to do with."""
    return {
        one.objgen
        for owner in document.objects
        if isinstance(owner, Dictionary | Stream) and isinstance(entry(owner, "/AF"), Array)
        for one in dictionaries(owner, "/AF")
    }


def _claims_of(stream: Stream) -> set[str]:
    """Parts of standards that a file inside claims."""
    try:
        with open_pdf_bytes(stream.read_bytes()) as document:
            return {found.part for found in claimed(document)}
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return set()
