"""The forms of the catalogue: finding, filtering, confirming, correcting."""

from phuong.areas.procedures.forms.catalogue import ConfirmForm, ReviewFilter, SearchForm
from phuong.areas.procedures.forms.correcting import CorrectForm
from phuong.areas.procedures.forms.offering import OfferForm

__all__ = ["ConfirmForm", "CorrectForm", "OfferForm", "ReviewFilter", "SearchForm"]
