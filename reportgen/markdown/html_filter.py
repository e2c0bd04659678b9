"""HTML in Markdown: what a browser would not show vanishes whole, of the rest its text is kept."""

import re
from html.parser import HTMLParser

#: Elements whose content is never shown, or not as running text.
_HIDDEN_TAGS = (
    "script", "style", "template", "head", "title", "noscript", "iframe", "object", "svg",
    "math", "textarea", "select", "audio", "video", "canvas",
)  # fmt: skip
_VOID_TAGS = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
}  # fmt: skip
#: Elements within a line; all others part the words before and after them.
_INLINE_TAGS = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
}  # fmt: skip
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_UNSEEN = re.compile(
    # A backslash makes a sign of the tag, two of them are one for themselves.
    r"(?<!\\)(?P<slashes>(?:\\\\)*)(?:"
    r"<!--(?:-?>|.*?(?:--!?>|(?P<open>\Z)))"
    r"|<!\[CDATA\[.*?\]\]>|<\?[a-z].*?\?>|<!doctype[^>]*>"
    # Links to nowhere serve as comments in Markdown: [//]: # (for editors only)
    r"|(?m:^)[ \t>*+-]*\[[^\]\n]+\]:[ \t]*(?:#|<>)(?:[ \t]+(?:"
    r"\((?:[^)\n]|\n(?!\s*\n))*\)|\"(?:[^\"\n]|\n(?!\s*\n))*\"|[^\n]*))?[ \t]*(?m:$)"
    rf"|<(?P<tag>{'|'.join(_HIDDEN_TAGS)})(?=[\s>/])[^>]*>.*?(?:</(?P=tag)\s*>|(?P<open_tag>\Z))"
    r")",
    re.IGNORECASE | re.DOTALL,
)

#: What a word processor makes of a comment, and comments that are none for other reasons.
_MALFORMED = re.compile(r"(?<!\\)(?:\\\\)*(?:<!|[<‹]\s*!\s*[-–—]|[–—]-*+!?>|--!>)")


def malformed_comment(markdown: str) -> int:
    """The line of something that is left of a comment and would be printed; 0 without any."""
    match = _MALFORMED.search(markdown)
    return markdown.count("\n", 0, match.end()) + 1 if match else 0


def without_unseen(markdown: str) -> tuple[str, list[int], int]:
    """Takes comments, scripts, styles and the like out.

    Args:
        markdown: with HTML in it.

    Returns:
        The text with as many lines as before, the lines where something was taken out, and the
        line of something that never ends (0 when there is none).
    """
    lines: list[int] = []
    endless = 0

    def take_out(match: re.Match[str]) -> str:
        nonlocal endless
        line = markdown.count("\n", 0, match.start()) + 1
        lines.append(line)
        if match["open"] is not None or match["open_tag"] is not None:
            endless = line
        return match["slashes"] + "\n" * match[0].count("\n")

    return _UNSEEN.sub(take_out, markdown), lines, endless


class HtmlFilter(HTMLParser):
    """Turns pieces of HTML into text, and knows whether it is within a hidden element."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[str] = []
        self._text: list[str] = []

    @property
    def hides(self) -> bool:
        """Whether what follows is not shown."""
        return bool(self._open)

    def text_of(self, html: str) -> str:
        """What a browser would show of it; elements that are no part of a line become blanks."""
        self.feed(html)
        if self.rawdata and not self.rawdata.startswith("<"):
            self.handle_data(self.rawdata)
        self.rawdata = ""
        text, self._text = "".join(self._text), []
        return text

    def start_block(self) -> None:
        """A block of Markdown ends a paragraph of HTML that was not closed."""
        while self._open[-1:] == ["p"]:
            self._open.pop()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE_TAGS:
            self._text.append(" ")
        style = next((value or "" for name, value in attrs if name == "style"), "")
        hidden = tag in _HIDDEN_TAGS or "hidden" in dict(attrs) or _HIDING_STYLE.search(style)
        if tag not in _VOID_TAGS and (self._open or hidden):
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # A slash before the end of a tag closes it in XML only.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(tag) :]
        if tag not in _INLINE_TAGS:
            self._text.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._open:
            self._text.append(data)
