"""Invents the people who come to the desk, and what they answer. No name is anybody's."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from phuong.areas.dossiers import api as dossiers
from phuong.areas.procedures.api import QuestionInfo, VersionInfo
from phuong.delivery.demo.pack import Names
from phuong.kernel.text import fold

NUMBERS = {"capital": (20, 300), "pages": (1, 12), "rooms": (4, 24), "copies": (1, 5)}
FEMALE, MALE = ("mother", "bride"), ("father", "groom")
MILLION = 1_000_000


class Crowd:
    """The people of a ward that does not exist, drawn from lists by a seed."""

    def __init__(self, names: Names, rng: Random) -> None:
        """Begin with the first of them."""
        self._names = names
        self._rng = rng

    def name(self, *, female: bool | None = None) -> str:
        """Return a name of family, middle and given name."""
        rng = self._rng
        chosen = rng.random() < 0.52 if female is None else female
        middles, given = self._names.female if chosen else self._names.male
        family, middle = rng.choice(self._names.families), rng.choice(middles)
        return f"{family} {middle} {rng.choice(given)}"

    def address(self) -> str:
        """Return an address in streets that do not exist."""
        rng, names = self._rng, self._names
        house = str(rng.randint(1, names.houses))
        if rng.random() < 0.4:
            house = f"{house}/{rng.randint(1, names.alleys)}"
        return f"{house} đường {rng.choice(names.streets)}, khu vực {rng.randint(1, 8)}"

    def phone(self) -> str:
        """Return a number that is written like one and plainly is none."""
        return f"+8490000{self._rng.randint(1000, 9999)}"

    def applicant(
        self, version: VersionInfo, today: date, *, for_other: bool, with_answers: bool = True
    ) -> dossiers.Given:
        """Return somebody who hands in for themselves, or for somebody else."""
        rng = self._rng
        name, phone = self.name(), self.phone()
        email = f"{fold(name).split()[-1]}{phone[-4:]}@vidu.example" if rng.random() < 0.2 else ""
        return dossiers.Given(
            name=name,
            phone=phone,
            email=email,
            address=self.address(),
            for_whom="other" if for_other else "self",
            other_name=self.name() if for_other else "",
            relation=rng.choice(self._names.relations) if for_other else "",
            answers=self.answers(version, name, today) if with_answers else {},
        )

    def answers(self, version: VersionInfo, name: str, today: date) -> Mapping[str, str]:
        """Return an answer to every question that must be answered, and to some others."""
        return {
            question.code: self._answer(version.slug, question, name, today)
            for question in version.questions
            if question.required or self._rng.random() < 0.5
        }

    def _answer(self, slug: str, question: QuestionInfo, name: str, today: date) -> str:
        known = self._names.answers
        texts = known.get(f"{slug}.{question.code}") or known.get(question.code, ())
        match question.kind:
            case "choice":
                offered = [text for text in texts if text in question.choices]
                return self._rng.choice(offered or list(question.choices))
            case "date":
                return self._date(question.code, today).isoformat()
            case "number":
                return str(self._number(question.code, today))
        return self._rng.choice(texts) if texts else self._text(question.code, name)

    def _text(self, code: str, name: str) -> str:
        whose = code.partition("_")[0]
        if code.endswith("_id"):
            return f"000000{self._rng.randint(0, 999_999):06}"
        if code.endswith("name") or code in ("owner", "household"):
            if code in ("name", "owner", "household", "person_name"):
                return name
            sex = whose in FEMALE if whose in (*FEMALE, *MALE) else None
            return self.name(female=sex)
        if code == "born_at":
            return self._rng.choice(self._names.hospitals)
        if code == "phone":
            return "0" + self.phone().removeprefix("+84")
        if code in ("address", "place"):
            return self.address()
        return "Theo giấy tờ kèm theo"

    def _date(self, code: str, today: date) -> date:
        rng = self._rng
        if code in ("groom_born_on", "bride_born_on"):
            return today - timedelta(days=rng.randint(21 * 366, 38 * 365))
        if code.endswith("_on") and code != "born_on":
            return today + timedelta(days=rng.randint(3, 20))
        return today - timedelta(days=rng.randint(2, 40))

    def _number(self, code: str, today: date) -> int:
        if code == "year":
            return today.year
        low, high = NUMBERS.get(code, (1, 3))
        drawn = self._rng.randint(low, high)
        return drawn * MILLION if code == "capital" else drawn
