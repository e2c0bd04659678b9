"""Words for population groups: of single groups by name, and forms that do for any group."""

from collections.abc import Mapping
from typing import Annotated

from msgspec import Struct

from reportgen.model import Ages, ages_of
from reportgen.tomlfile import Gaps


class GroupTexts(Struct, frozen=True, kw_only=True):
    """How sentences speak of one group.

    Attributes:
        thousand: so many of them, as in "74 per ...".
        thousand_short: the same where there is little room.
        thousand_of: the same in the list of terms, where another group was named before.
        table: in the column of a table.
        one: one of them, as in "euros per ...".
    """

    thousand: str
    thousand_short: str
    thousand_of: str
    table: str
    one: str


class Naming(Struct, frozen=True, kw_only=True):
    """How the name of a group stands within a sentence: ages in words, or the name itself."""

    ages: Annotated[str, Gaps("low", "high")]
    below: Annotated[str, Gaps("high")]
    from_age: Annotated[str, Gaps("low")]
    other: Annotated[str, Gaps("name")]

    def of(self, name: str) -> str:
        """The words for a group."""
        match ages_of(name):
            case Ages(low, None):
                return self.from_age.format(low=low)
            case Ages(0, high):
                return self.below.format(high=high)
            case Ages(low, high):
                return self.ages.format(low=low, high=high)
        return self.other.format(name=name)


class AnyGroup(Struct, frozen=True, kw_only=True):
    """Forms for a group that has no words of its own; the fields are those of `GroupTexts`.

    Attributes:
        which: fills the gap of that name with what tells the group from others.
        briefly: the same in few characters.
    """

    which: Naming
    briefly: Naming
    thousand: Annotated[str, Gaps("which", "briefly")]
    thousand_short: Annotated[str, Gaps("which", "briefly")]
    thousand_of: Annotated[str, Gaps("which", "briefly")]
    table: Annotated[str, Gaps("which", "briefly")]
    one: Annotated[str, Gaps("which", "briefly")]

    def of(self, name: str) -> GroupTexts:
        """The forms, made with the name of a group."""
        gaps = {"which": self.which.of(name), "briefly": self.briefly.of(name)}
        forms = GroupTexts.__struct_fields__
        return GroupTexts(**{form: getattr(self, form).format_map(gaps) for form in forms})


def group_texts(name: str, groups: Mapping[str, GroupTexts], any_group: AnyGroup) -> GroupTexts:
    """The words for a group: its own, else those for any."""
    return groups.get(name) or any_group.of(name)
