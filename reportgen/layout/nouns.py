"""Nouns of a language file: what units and what is counted are called, in the forms of sentences.

A text names a form in braces, e.g. ``{unit.many}`` that of the table ``[nouns.unit]``, and
``{Unit.many}`` the same with a capital. They are filled in when a layout is loaded, so that a
layout speaks of other units without a new sentence.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from reportgen.errors import Problem, did_you_mean

#: Table of a language file that holds them.
NOUNS = "nouns"

_GAP = re.compile(r"\{([A-Za-z]\w*)\.(\w+)\}")


def with_nouns(data: Mapping[str, Any], file: str, problems: list[Problem]) -> dict[str, Any]:
    """A language file with its nouns in all of its texts.

    Args:
        data: the parsed file; its own table of nouns stays as it is.
        file: is reported as the place.
        problems: takes each gap that names no noun, and each noun with a gap in it.
    """
    forms = forms_of(data)
    for name, form in forms.items():
        if "{" in form or "}" in form:
            message = "a noun has no gaps; it fills those of others"
            problems.append(_problem("wrong-value", message, f"{NOUNS}.{name}", file, ""))

    def filled(text: str, path: str) -> str:
        def noun(gap: re.Match[str]) -> str:
            name = f"{gap[1][0].lower()}{gap[1][1:]}.{gap[2]}"
            form = forms.get(name)
            if form is None:
                message, hint = f"nothing fills the gap {gap[0]}", did_you_mean(name, forms)
                problems.append(_problem("unknown-gap", message, path, file, hint))
                return ""
            return form[:1].upper() + form[1:] if gap[1][0].isupper() else form

        return _GAP.sub(noun, text)

    rest = {key: value for key, value in data.items() if key != NOUNS}
    return {**dict(data), **{key: _walk(value, key, filled) for key, value in rest.items()}}


def nouns_used(data: Mapping[str, Any]) -> set[str]:
    """The forms that the texts of a language file name, as in ``unit.many``."""
    used: set[str] = set()

    def note(text: str, _: str) -> str:
        used.update(f"{gap[1].lower()}.{gap[2]}" for gap in _GAP.finditer(text))
        return text

    _walk({key: value for key, value in data.items() if key != NOUNS}, "", note)
    return used


def unused_nouns(data: Mapping[str, Any], used: set[str], file: str) -> Iterator[Problem]:
    """Reports forms that no text names: they are misspelt."""
    for name, _ in _forms(data):
        if name not in used:
            message, hint = "no text has a gap for it", did_you_mean(name, sorted(used))
            yield _problem("unknown-key", message, f"{NOUNS}.{name}", file, hint)


def forms_of(data: Mapping[str, Any]) -> dict[str, str]:
    """All forms of nouns that a language file says, by names such as ``unit.many``."""
    return dict(_forms(data))


def _forms(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    tables = data.get(NOUNS)
    for noun, forms in tables.items() if isinstance(tables, dict) else ():
        for form, text in forms.items() if isinstance(forms, dict) else ():
            if isinstance(text, str):
                yield f"{noun}.{form}", text


def _walk(value: Any, path: str, change: Callable[[str, str], str]) -> Any:
    """The value with each of its texts changed; `path` leads to it."""
    if isinstance(value, str):
        return change(value, path)
    if isinstance(value, dict):
        return {
            key: _walk(each, f"{path}.{key}" if path else key, change)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [_walk(each, f"{path}[{i}]", change) for i, each in enumerate(value)]
    return value


def _problem(code: str, message: str, path: str, file: str, hint: str) -> Problem:
    return Problem(code=code, message=f"{path}: {message}", where=f"{file}, {path}", hint=hint)
