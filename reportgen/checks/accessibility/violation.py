"""How a violation is told: clause and page are its place."""

from reportgen.errors import Problem

#: The two standards whose clauses are cited.
UA, A2 = "PDF/UA-1", "PDF/A-2"


def violation(
    code: str, standard: str, clause: str, message: str, page: int | None = None
) -> Problem:
    """A violated clause.

    Args:
        code: stable word for the rule.
        standard: `UA` (ISO 14289-1:2014) or `A2` (ISO 19005-2:2011).
        clause: its number.
        message: what is wrong.
        page: counted from one, where it is known.
    """
    where = f"{standard}, clause {clause}"
    return Problem(code=code, message=message, where=f"page {page}, {where}" if page else where)
