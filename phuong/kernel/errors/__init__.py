"""The four refusals. Each carries a stable code and a Vietnamese sentence, translated when shown.

Raise the narrowest one. A refusal is an answer to a person: its sentence says what to do next.
Never catch `Refusal` broadly; views catch `RuleBroken` to put it beside its field, and one
middleware shows the others.
"""

from typing import ClassVar

Fact = str | int | float


def gettext_noop(message: str) -> str:
    """Mark a sentence for translation in a module that must not import Django.

    >>> gettext_noop("Hồ sơ")
    'Hồ sơ'
    """
    return message


class Refusal(Exception):
    """An answer "no" with a reason.

    `code` is stable and dotted (`dossiers.supplement.asked-already`), `message` the Vietnamese
    msgid with `%(name)s` places, `facts` what fills them, `field` the form field it belongs beside.
    """

    status: ClassVar[int] = 400

    def __init__(self, code: str, message: str, *, field: str | None = None, **facts: Fact) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.field = field
        self.facts = facts

    def __str__(self) -> str:
        """Return the Vietnamese sentence with its facts filled in."""
        return self.message % self.facts if self.facts else self.message


class NotVisible(Refusal):
    """Absent and hidden look the same (404)."""

    status = 404

    def __init__(self, code: str = "not-visible", message: str = "", **facts: Fact) -> None:
        super().__init__(
            code,
            message or gettext_noop("Không có trang này, hoặc ông/bà không được xem."),
            field=None,
            **facts,
        )


class NotPermitted(Refusal):
    """The actor may see the thing but not do this (403)."""

    status = 403


class WrongState(Refusal):
    """The thing is no longer, or not yet, in a state that allows this (409)."""

    status = 409


class RuleBroken(Refusal):
    """What was given breaks a rule; another value may be accepted (422)."""

    status = 422
