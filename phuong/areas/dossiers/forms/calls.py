"""How a call ended."""

from django import forms

from phuong.kernel.notices.api import Outcome


class CallForm(forms.Form):
    """One of the three buttons beside a person to call."""

    outcome = forms.ChoiceField(choices=Outcome)
