"""The pages of a report by Typst (`report.typ`), as PDF/UA-1 and PDF/A-2a like the product's."""

import json
import sys
from pathlib import Path

import typst

ROOT = Path(__file__).parents[2]
STANDARDS = ["ua-1", "a-2a"]


class Peer:
    """One compiler, which keeps what it has read and laid out; with the report's fonts alone."""

    def __init__(self, content: str) -> None:
        folders = {str(Path(file).parent) for file in json.loads(content)["fonts"]}
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=sorted(folders)
        )
        source = Path(__file__).with_name("report.typ")
        self._compiler = typst.Compiler(input=str(source), root=str(ROOT), font_paths=fonts)

    def report(self, content: str) -> bytes:
        """The PDF of a report whose content is JSON."""
        made = self._compiler.compile(
            format="pdf", sys_inputs={"content": content}, pdf_standards=STANDARDS
        )
        assert isinstance(made, bytes)
        return made


def main(contents: Path, out: Path, slugs: list[str]) -> None:
    """Writes a PDF for each slug, or for all contents."""
    peer: Peer | None = None
    out.mkdir(parents=True, exist_ok=True)
    for path in sorted(contents.glob("*.json")):
        if not slugs or path.stem in slugs:
            content = path.read_text(encoding="utf-8")
            peer = peer or Peer(content)
            (out / f"{path.stem}.pdf").write_bytes(peer.report(content))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
