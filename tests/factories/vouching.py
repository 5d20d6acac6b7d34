"""A shop whose owner vouches: for the fire check of the whole item, and for the money of the fit-out instead of a proof."""

from __future__ import annotations

from approvals.usecases.enterprise.choose_commitment import choose_commitment
from tests.factories.drafts import Draft, a_draft, filed
from tests.factories.main_job import MONDAY, Cast, Filed, accept_all, at, decide, settle, the_case, the_cast

SHOP = {"fitout_area_m2": 800, "fitout_cost_wan": 120, "is_public_gathering_place": True, "discharges_sewage": True}
NAME = "明泉家居城一层"
FIRE, FITOUT, MONEY = "KD-07", "KD-12", "M045"


def a_shop(cast: Cast, *, lacks: tuple[str, ...] = ("M045",)) -> Draft:
    """Lin's draft of a shop without the proof of the money."""
    return a_draft(cast, theme="SHOP", stage="K1", answers=SHOP, lacks=lacks, name=NAME)


def vouched(cast: Cast, draft: Draft, *chosen: tuple[str, str]) -> None:
    """Choose commitments: (item, paper), the paper empty for the whole item."""
    for item, material in chosen or ((FIRE, ""), (FITOUT, MONEY)):
        choose_commitment(case=draft.case, item=item, material=material, is_chosen=True, actor=cast.lin, now=at(MONDAY))


def shop_drafted() -> None:
    """A draft with both commitments chosen."""
    cast = settle()
    vouched(cast, a_shop(cast))


def shop_accepted() -> None:
    """Filed with both commitments and accepted on Monday."""
    cast = settle()
    draft = a_shop(cast)
    vouched(cast, draft)
    accept_all(cast, filed(cast, draft, consents_upstream=False), day=MONDAY)


def shop_granted() -> None:
    """The fire check granted on the spot on Monday, though nobody has looked yet."""
    shop_accepted()
    decide(the_cast(), the_shop(), FIRE, day=MONDAY)


def the_shop() -> Filed:
    return the_case(NAME)
