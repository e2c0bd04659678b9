"""Write stage: what the numbers of a city say, in sentences that carry their numbers."""

from reportgen.findings.write import write

__all__ = ["write"]
