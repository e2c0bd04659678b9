"""Makes changed copies of the layout that comes with the program."""

import shutil
from pathlib import Path

SHIPPED = Path(__file__).parents[1] / "layouts" / "city-profile"


def changed(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """A copy of the shipped layout in `folder`.

    Args:
        folder: where the copy goes, as ``look``.
        changes: file, key path and new value as TOML; an empty value removes the key. Keys that
            are not there are added.
    """
    copy = folder / "look"
    shutil.copytree(SHIPPED, copy)
    for name, path, value in changes:
        file = copy / name
        lines = file.read_text(encoding="utf-8").splitlines()
        table, _, key = path.rpartition(".")
        start = lines.index(f"[{table}]") + 1 if table else 0
        end = next((i for i in range(start, len(lines)) if lines[i].startswith("[")), len(lines))
        there = [i for i in range(start, end) if lines[i].startswith(f"{key} = ")]
        for i in there:
            del lines[i]
        if value:
            lines.insert(there[0] if there else start, f"{key} = {value}")
        else:
            assert there, f"{name} has no {path}"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return copy
