"""Common names, made-up phones and addresses. No row means anybody."""

from itertools import accumulate
from random import Random

SURNAMES = (
    ("Nguyễn", 38), ("Trần", 11), ("Lê", 10), ("Phạm", 7), ("Huỳnh", 5), ("Võ", 4), ("Phan", 4),
    ("Trương", 3), ("Bùi", 3), ("Đặng", 3), ("Đỗ", 2), ("Ngô", 2), ("Hồ", 2), ("Dương", 2),
    ("Lý", 1), ("Thạch", 1), ("Danh", 1), ("Quách", 1),
)  # fmt: skip
FEMALE_MIDDLE = ("Thị", "Thị", "Thị Ngọc", "Thị Thanh", "Thị Kim", "Ngọc", "Thuỳ", "Mỹ")
MALE_MIDDLE = ("Văn", "Văn", "Hữu", "Minh", "Quốc", "Thanh", "Hoàng", "Đức")
FEMALE = (
    "Hường", "Lan", "Hoa", "Mai", "Yến", "Trang", "Thảo", "Linh", "Nhung", "Phượng", "Tuyết",
    "Diễm", "Ngân", "Đào", "Xuân", "Quỳnh", "Hằng", "Oanh", "Như", "Ánh",
)  # fmt: skip
MALE = (
    "Hùng", "Dũng", "Tuấn", "Phúc", "Khoa", "Nghĩa", "Lộc", "Đạt", "Thành", "Vinh", "Sơn",
    "Khánh", "Long", "Bảo", "Huy", "Tâm", "Toàn", "Trí", "Đông", "Kiệt",
)  # fmt: skip
STREETS = ("3 Tháng 2", "30 Tháng 4", "Mậu Thân", "Trần Hưng Đạo", "Nguyễn Văn Cừ", "Lê Lợi")
_SURNAMES = [name for name, _share in SURNAMES]
_UP_TO = list(accumulate(share for _name, share in SURNAMES))


def name(random: Random) -> str:
    """Draw a full name."""
    surname = random.choices(_SURNAMES, cum_weights=_UP_TO)[0]
    if random.random() < 0.5:
        return f"{surname} {random.choice(FEMALE_MIDDLE)} {random.choice(FEMALE)}"
    return f"{surname} {random.choice(MALE_MIDDLE)} {random.choice(MALE)}"


def phone(random: Random) -> str:
    """Draw a mobile number in the form in which it is stored."""
    return f"+849{random.randrange(10**8):08}"


def id_number(random: Random) -> str:
    """Draw twelve digits that look like a personal number."""
    return f"092{random.choice('0123')}{random.randrange(10**8):08}"


def address(random: Random) -> str:
    """Draw an address."""
    return f"{random.randrange(1, 400)} {random.choice(STREETS)}, khu vực {random.randrange(1, 9)}"
