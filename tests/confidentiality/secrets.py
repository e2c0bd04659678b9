"""A comparison with a few small numbers, and a layout that keeps them secret."""

from pathlib import Path

from tests.workbooks import Edit, edited, with_figure

RULE = "[confidentiality]\nminimum = 5\n"


def strict_layout(folder: Path, rule: str = RULE) -> Path:
    """A layout that is the shipped one with a rule."""
    layout = folder / "strict"
    layout.mkdir(exist_ok=True)
    text = f'name = "strict"\nextends = "city-profile"\n{rule}'
    (layout / "layout.toml").write_text(text, encoding="utf-8")
    return layout


def small_numbers(first: int, second: int, euros: int) -> tuple[Edit, ...]:
    """Bremen has few recipients in three places, and pays them something."""
    return (
        with_figure("Leistungsbeziehende", "Bremen", 2020, "AsylbLG", first),
        with_figure("Auszahlungen", "Bremen", 2020, "AsylbLG", euros),
        with_figure("Leistungsbeziehende", "Bremen", 2019, "AsylbLG", second),
        with_figure("Leistungsbeziehende", "Essen", 2020, "HLU a. v. E.", second),
    )


def workbook(folder: Path, first: int = 2, second: int = 4, euros: int = 12_345) -> Path:
    """The committed workbook with small numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    return edited(folder, *small_numbers(first, second, euros))
