"""The words of a mail: small templates with named values, checked when the layout is loaded.

Templates are Jinja2 in its sandbox; a name that nothing fills is a fault, never an empty place.
The same paragraphs become the plain text and the HTML of a mail, so that both say the same.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from reportgen.errors import LayoutError, Problem, did_you_mean

if TYPE_CHECKING:
    from jinja2 import Template as Compiled
    from jinja2.sandbox import SandboxedEnvironment

#: What every template may name; `replaces` is absent unless a report is corrected.
VALUES = {
    "city": "Köln",
    "year": 2020,
    "office": "Sozialamt",
    "salutation": "Guten Tag,",
    "sender": "Benchmarking",
    "checksum": "0123456789ab",
    "editions": ("digital", "print"),
    "replaces": {"date": "1.12.2021", "checksum": "0123456789ab"},
}

#: What expressions in a template may raise beside the faults of Jinja2 itself.
_FAULTS = (TypeError, ValueError, LookupError, ArithmeticError, MemoryError)

_FRAME = """\
<!DOCTYPE html>
<html lang="{{ language }}">
<head><meta charset="utf-8"><title>{{ subject }}</title></head>
<body>
<h1>{{ heading }}</h1>
{% for paragraph in paragraphs %}<p>{{ paragraph }}</p>
{% endfor %}<h2>{{ files_heading }}</h2>
<ul>
{% for file in files %}<li>{{ file }}</li>
{% endfor %}</ul>
</body>
</html>
"""


@functools.cache
def _environment(*, autoescape: bool) -> "SandboxedEnvironment":
    # Most commands load a layout; only few write mails.
    from jinja2 import StrictUndefined  # noqa: PLC0415
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415

    return SandboxedEnvironment(
        undefined=StrictUndefined, autoescape=autoescape, keep_trailing_newline=True
    )


@functools.cache
def _compiled(source: str, *, autoescape: bool) -> "Compiled":
    return _environment(autoescape=autoescape).from_string(source)


@dataclass(frozen=True, slots=True)
class Template:
    """A text in which values are filled in; empty when its conditions say so."""

    values: ClassVar[Mapping[str, Any]] = VALUES
    source: str

    @classmethod
    def from_toml(cls, source: object) -> Self:
        """Checks syntax and names by filling it once with, and once without, a replaced report."""
        from jinja2 import TemplateError, TemplateSyntaxError, meta  # noqa: PLC0415

        if not isinstance(source, str):
            raise ValueError(f"must be a text, not {source!r}")
        environment = _environment(autoescape=False)
        try:
            unknown = meta.find_undeclared_variables(environment.parse(source)) - cls.values.keys()
            if unknown:
                name = min(unknown)
                hint = did_you_mean(name, cls.values)
                raise ValueError(f'nothing fills "{name}"; {hint}'.rstrip("; "))
            template = cls(source)
            for replaces in (None, VALUES["replaces"]):
                template._render({**cls.values, "replaces": replaces})
        except TemplateSyntaxError as fault:
            raise ValueError(f"is not a template: {fault.message}, line {fault.lineno}") from None
        except (TemplateError, *_FAULTS) as fault:
            raise ValueError(f"cannot be filled: {fault}") from None
        return template

    def fill(self, values: Mapping[str, Any]) -> str:
        """The text, without blanks around it.

        Raises:
            LayoutError: it wants of the values what only those have that it was checked with, e.g.
                the fourth letter of a city.
        """
        from jinja2 import TemplateError  # noqa: PLC0415

        try:
            return self._render(values)
        except (TemplateError, *_FAULTS) as fault:
            raise LayoutError(
                Problem(
                    code="text-unfillable",
                    message=f"a text cannot be filled: {fault}",
                    where=f"mail, {self.source}",
                    hint="let it name values as they are",
                )
            ) from fault

    def _render(self, values: Mapping[str, Any]) -> str:
        return _compiled(self.source, autoescape=False).render(values).strip()


@dataclass(frozen=True, slots=True)
class FileTemplate(Template):
    """A text about an attached file."""

    values: ClassVar[Mapping[str, Any]] = {
        **VALUES,
        "file": {"name": "a.pdf", "size": "70 kB", "checksum": "0123456789ab"},
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTexts:
    """Words of a mail.

    Attributes:
        subject, heading: one line each.
        paragraphs: of the text; those that come out empty are left out.
        files_heading: stands above the list of attached files.
        file: an entry of that list.
        name: of an attached PDF, without its ending; `name_print` that of the print edition,
            `name_data` that of the table.
    """

    subject: Template
    heading: Template
    paragraphs: tuple[Template, ...]
    files_heading: Template
    file: FileTemplate
    name: Template
    name_print: Template
    name_data: Template


def html_of(**values: Any) -> str:
    """The frame of a mail in HTML: headings, paragraphs and a list; every value is escaped."""
    return _compiled(_FRAME, autoescape=True).render(values)
