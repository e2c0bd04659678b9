"""Where layouts are: those that come with the program, and one by its name or path."""

from pathlib import Path

from reportgen.errors import LayoutError, Problem, did_you_mean


def layouts_folder() -> Path:
    """Where the layouts are that come with the program: beside the package, or within a wheel."""
    package = Path(__file__).parents[1]
    within = package / "layouts"
    return within if within.is_dir() else package.parent / "layouts"


def layout_names() -> tuple[str, ...]:
    """Names of the layouts that come with the program."""
    return tuple(sorted(path.parent.name for path in layouts_folder().glob("*/layout.toml")))


def find_layout(name: str | Path) -> Path:
    """The folder of a layout; a `LayoutError` says that there is none of that name or path."""
    for folder in (Path(name), layouts_folder() / name):
        if (folder / "layout.toml").is_file():
            return folder
    raise LayoutError(
        Problem(
            code="layout-missing",
            message=f'there is no layout "{name}"',
            where=str(name),
            hint=did_you_mean(str(name), layout_names())
            or "a layout is a folder with a layout.toml",
        )
    )
