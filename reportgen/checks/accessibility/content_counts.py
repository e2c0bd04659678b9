"""What is said of the content of a page, when what is wrong with it was counted."""

from collections.abc import Iterator, Mapping

from reportgen.checks.rules import Finding, violation

#: What is counted, each with what was found.
_UNTAGGED = "drawn outside of tagged content and artifacts"
_LANGUAGE = "text of no known language"


def counted(counts: Mapping[str, int], page: int) -> Iterator[Finding]:
    """What was counted on a page; each kind once.

    Args:
        counts: by ``untagged``, ``artifact``, ``content``, ``unbalanced``, ``repeated``,
            ``orphan``, ``another``, ``again`` and ``language``; others are nothing.
        page: counted from one.
    """

    def told(key: str, words: str) -> str:
        return f"{counts[key]} × {words}"

    found = {key for key, count in counts.items() if count}
    if "untagged" in found:
        yield violation("untagged-content", told("untagged", _UNTAGGED), page)
    if "artifact" in found:
        message = told("artifact", "artifact within tagged content")
        yield violation("artifact-in-content", message, page)
    if "content" in found:
        message = told("content", "tagged content within an artifact")
        yield violation("content-in-artifact", message, page)
    if "unbalanced" in found:
        words = "marked content without name, or not closed where opened"
        yield violation("unbalanced-marks", told("unbalanced", words), page)
    if "repeated" in found:
        message = told("repeated", "number of marked content used twice")
        yield violation("repeated-number", message, page)
    words = "content that its element in the parent tree does not have"
    if "orphan" in found:
        yield violation("wrong-parent", told("orphan", words), page, case="none")
    if "another" in found:
        yield violation("wrong-parent", told("another", words), page, case="another")
    if "again" in found:
        message = told("again", "tagged form that is drawn more than once")
        yield violation("form-repeated", message, page)
    if "language" in found:
        yield violation("language-missing", told("language", _LANGUAGE), page)
