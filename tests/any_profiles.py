"""Profiles and portraits with any number of cities, areas and indicators, and with any names."""

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from reportgen.model import (
    Flag,
    Polarity,
    Portrait,
    PortraitBlock,
    PortraitKind,
    Profile,
    Reason,
    Span,
)
from tests.datasets import TOTAL, UNDER_65, Cell
from tests.made_up import area, indicator, profiles

#: Words as offices write them, and some that no line can hold.
USUAL = """
Amt Dezernat für und Soziales Senioren je 1.000 100.000 Einw. (unter 25) %-Anteil SGB II HLU
Grundsicherung Erwerbsminderung Eingliederungshilfe Leistungsberechtigte Stadt-Umland-Region
Fälle/Jahr Empfängerinnen-und-Empfänger Łódź Ørsted
"""
WIDE = """
a_b_c_d_e_f_g_h_i_j_k_l_m_n_o_p_q_r_s_t_u_v_w_x_y_z_1_2_3_4_5_6_7_8_9
Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft
https://www.stadt.de/leben/soziale-hilfen/grundsicherung.pdf?download=true&id=843975984375897
0123456789012345678901234567890123456789012345678901234567890123456789
"""


class Size(Struct, frozen=True, kw_only=True):
    """How much there is of everything.

    Attributes:
        seed: of all that is not said by the others.
        cities, areas, indicators: how many there are.
        longest: most words of a name.
        digits: most that an amount can have.
    """

    cities: int
    areas: int
    indicators: int
    longest: int
    digits: int
    seed: int = 7


class Made(NamedTuple):
    """A profile with the portrait of its office."""

    profile: Profile
    portrait: Portrait


def made(size: Size) -> Made:
    """A city's profile."""
    cities, areas, indicators = size.cities, size.areas, size.indicators
    dice = Random(size.seed)

    def words(most: int = size.longest) -> str:
        among = (USUAL if dice.random() < 0.7 else WIDE + USUAL).split()
        return " ".join(dice.choice(among) for _ in range(dice.randint(1, most)))

    def cell() -> Cell:
        chance = dice.random()
        if chance < 0.05:
            return dice.choice([Reason.NOT_DELIVERED, Reason.CONFIDENTIAL, Reason.UNRELIABLE])
        value = round(10 ** dice.uniform(0, size.digits))
        return (value, dice.choice(list(Flag))) if chance < 0.15 else value

    def column() -> list[Cell]:
        empty = dice.random() < 0.1
        return [Reason.NOT_DELIVERED if empty else cell() for _ in range(cities)]

    every_area = [
        replace(
            area(f"{number} {words(2)}", words(), dice.choice([TOTAL, UNDER_65])),
            key=f"area {number}",
        )
        for number in range(areas)
    ]
    every_indicator = [
        replace(
            indicator(
                f"{number} {words()}",
                dice.choice(list(Polarity)),
                dice.choice(["%", "€", "", words(6), "Tsd. €"]),
                dice.randint(0, 2),
            ),
            key=f"indicator {number}",
        )
        for number in range(indicators)
    ]
    every_profile = profiles(
        [f"{words(4)} {number}" for number in range(cities)],
        areas=every_area,
        indicators=every_indicator,
        recipients={each.key: column() for each in every_area},
        payments={each.key: column() for each in every_area} if dice.random() < 0.8 else {},
        economy={each.key: column() for each in every_indicator},
        inhabitants=dice.choice([Reason.LATER, 620_523, round(10**size.digits)]),
        office=words() if dice.random() < 0.7 else "",
        project=words(),
    )
    return Made(dice.choice(every_profile), _portrait(dice, words))


def _portrait(dice: Random, words: Callable[[int], str]) -> Portrait:
    def span() -> Span:
        href = "https://example.org/a" if dice.random() < 0.3 else ""
        glue = dice.choice([" ", " ", ""])
        return Span(text=words(30) + glue, strong=dice.random() < 0.3, href=href)

    blocks = tuple(
        PortraitBlock(
            kind=dice.choice(list(PortraitKind)),
            spans=tuple(span() for _ in range(dice.randint(1, 4))),
        )
        for _ in range(dice.choice([0, 1, 5, 20]))
    )
    return Portrait(office=words() if dice.random() < 0.5 else "", blocks=blocks)


def any_size() -> st.SearchStrategy[Size]:
    """Of 1 to 30 cities, 1 to 25 areas and 0 to 40 indicators; amounts have up to 12 digits."""
    return st.builds(
        Size,
        seed=st.integers(0, 2**32),
        cities=st.integers(1, 30),
        areas=st.integers(1, 25),
        indicators=st.integers(0, 40),
        longest=st.integers(1, 12),
        digits=st.sampled_from([3, 6, 9, 12]),
    )
