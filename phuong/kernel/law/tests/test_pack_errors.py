"""A slip in a file is refused, with the file, the place and what is wrong."""

import shutil
from pathlib import Path

import pytest

from phuong.kernel.law.pack import PACKS, PackError, read


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKS, tmp_path / "packs"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


CIVIL = "law/procedures/b01-ho-tich.toml"


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("law/values.toml", 'unit = "local_time"\n', "", "law.pack.missing"),
        ("law/values.toml", 'act = "23/2015/NĐ-CP"', 'act = "99/2099/NĐ-CP"', "law.pack.not-known"),
        ("law/values.toml", 'certainty = "sourced"', 'certainty = "sure"', "law.pack.choice"),
        ("law/values.toml", "valid_to = 2015-04-09", "valid_to = 2015-04-10", "law.pack.overlap"),
        ("law/acts.toml", "valid_to = 2013-04-30", "valid_to = 1990-01-01", "law.pack.period"),
        ("law/acts.toml", "valid_from = 1995-01-01", 'valid_from = "1995"', "law.pack.kind"),
        ("law/acts.toml", "[[act]]", "[act", "law.pack.not-toml"),
        ("law/acts.toml", "issuer", "isuer", "law.pack.unknown-key"),
        ("law/calendar.toml", 'scope = "nation"', 'scope = "ward"', "law.pack.decision"),
        ("law/calendar.toml", 'certainty = "memory"', 'certainty = "?"', "law.pack.decision"),
        (CIVIL, 'slug = "ket-hon"', 'slug = "khai-sinh"', "law.pack.twice"),
        (CIVIL, 'slug = "ket-hon"', 'slug = "kết hôn"', "law.pack.slug"),
        (CIVIL, '"1.000894"', '"1.001193"', "law.pack.twice"),
        (CIVIL, '"1.000894"', '"1.00089"', "law.pack.code"),
        (CIVIL, 'unit = "working_day", n = 3', 'unit = "working_day", n = 0', "law.pack.length"),
        (CIVIL, 'unit = "same_day"', 'unit = "same_day", n = 1', "law.pack.length"),
        (CIVIL, 'held = "birth_notice"', 'held = "nowhere"', "law.pack.not-known"),
        (CIVIL, 'required = false, when = "trẻ bị bỏ rơi"', "required = false", "law.pack.paper"),
        (CIVIL, 'choices = ["Nam", "Nữ"]', 'choices = ["Nam"]', "law.pack.choices"),
        (CIVIL, "amount = 8000", "amount = -8000", "law.pack.number"),
        ("units/units.toml", 'kind = "district"', 'kind = "huyện"', "law.pack.choice"),
    ],
)
def test_a_slip_is_refused(packs: Path, file: str, old: str, new: str, code: str) -> None:
    edit(packs / file, old, new)
    with pytest.raises(PackError) as refusal:
        read(packs)
    assert refusal.value.code == code
    assert "%(" not in str(refusal.value)


def test_a_slip_is_named_with_its_file_and_procedure(packs: Path) -> None:
    edit(packs / CIVIL, 'slug = "ket-hon"', 'slug = "Ket hon"')
    with pytest.raises(PackError) as refusal:
        read(packs)
    assert str(refusal.value) == (
        "b01-ho-tich.toml, procedure 3 (1.000894): “Ket hon” không phải địa chỉ không dấu."
    )


def test_a_missing_file_is_named(packs: Path) -> None:
    (packs / "law" / "acts.toml").unlink()
    with pytest.raises(PackError, match=r"acts\.toml"):
        read(packs)


def test_another_area_may_add_values_in_its_own_file(packs: Path) -> None:
    folder = packs / "law" / "values"
    folder.mkdir(exist_ok=True)
    (folder / "more.toml").write_text(
        '[[value]]\nkey = "more.one"\nvalue = 1\nunit = "times"\nvalid_from = 2012-01-01\n'
        'act = "Phường/quy-ước"\ncertainty = "sourced"\n',
        encoding="utf-8",
    )
    assert "more.one" in {value.key for value in read(packs).values}
