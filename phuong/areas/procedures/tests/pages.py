"""What opens the pages of the catalogue: one procedure of each road, and a doubtful one."""

from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.tests.builders import load, make_doubtful_row, make_row
from tests.support.pages import World, sample

SAMPLES = {
    "procedures:guide": [
        sample(slug="ket-hon"),
        sample(slug="chung-thuc"),
        sample(slug="to-lien-gia"),
        sample(slug="tach-ho"),
    ],
    "procedures:search": [sample(), sample(query="?q=ket+hon"), sample(query="?q=xyzzy")],
    "procedures:correct": [sample(slug="tach-ho"), sample(slug="ket-hon")],
    "procedures:confirm": [sample(slug="tach-ho")],
    "procedures:offering": [sample()],
}

FILLED = {
    "procedures:offering": {"of_1": ["ket-hon"]},
    "procedures:confirm": {"limit_n": "3", "fee_amount": "8.000"},
    "procedures:correct": {
        "limit_n": "3",
        **dict.fromkeys(("first_pages_*", "then_*", "cap_*", "when_*"), ""),
        **dict.fromkeys(("amount_[12]", "condition_[12]", "basis_[12]", "paper_[23]"), ""),
        "channel_0": "",
    },
}


def seed(world: World) -> None:
    """Load the procedures."""
    load(
        make_row("ket-hon", channel="national"),
        make_row("chung-thuc", channel="desk"),
        make_row("to-lien-gia", channel="here"),
        make_doubtful_row("tach-ho"),
    )
    procedures.forget()
