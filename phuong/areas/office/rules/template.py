"""The units and posts that a new ward may begin with, as `packs/office` has them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[4] / "packs" / "office" / "ward.toml"


@dataclass(frozen=True, slots=True)
class TemplateUnit:
    """A unit, and the fields that it usually settles."""

    code: str
    name: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TemplatePost:
    """A post with its unit, its role and the post above it."""

    code: str
    title: str
    unit: str
    role: str
    superior: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """Everything a ward may begin with; who is above stands before who is below."""

    units: tuple[TemplateUnit, ...]
    posts: tuple[TemplatePost, ...]

    @property
    def first(self) -> tuple[TemplateUnit, TemplatePost]:
        """The post of whoever sets the ward up, with its unit."""
        post = next(one for one in self.posts if one.role == "administrator")
        return next(one for one in self.units if one.code == post.unit), post

    def unit_of(self, field: str) -> str:
        """Return the code of the unit that usually settles a field, or nothing."""
        return next((one.code for one in self.units if field in one.fields), "")


@cache
def template() -> Template:
    """Read the file: it ships with the program and does not change while it runs."""
    read = tomllib.loads(FILE.read_text("utf-8"))
    units = tuple(
        TemplateUnit(row["code"], row["name"], tuple(row.get("fields", ()))) for row in read["unit"]
    )
    return Template(units, tuple(TemplatePost(**row) for row in read["post"]))
