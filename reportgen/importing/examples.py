"""The recipes that come with the program, to be changed."""

from pathlib import Path

from reportgen.errors import Problem, UsageError, did_you_mean

_PACKAGE = Path(__file__).parents[1]


def recipes_folder() -> Path:
    """Where they are: within a wheel, or beside the package."""
    within = _PACKAGE / "recipes"
    return within if within.is_dir() else _PACKAGE.parent / "data" / "recipes"


def recipe_names() -> tuple[str, ...]:
    """Their names, without the ending of files."""
    return tuple(sorted(path.stem for path in recipes_folder().glob("*.toml")))


def example_recipe(name: str) -> str:
    """The text of a recipe.

    Raises:
        UsageError: there is none of that name.
    """
    if name not in recipe_names():
        problem = Problem(
            code="import-no-example",
            message=f'no recipe "{name}" comes with the program',
            hint=did_you_mean(name, recipe_names()) or f"there are {', '.join(recipe_names())}",
        )
        raise UsageError(problem)
    return (recipes_folder() / f"{name}.toml").read_text(encoding="utf-8")
