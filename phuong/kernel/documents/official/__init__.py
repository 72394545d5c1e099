"""Official forms: which version was in force on a day, and what it prints as.

`versions` reads the pack (`packs/forms`): layouts and versions with their days, citation and
certainty. `sheets` fills a layout with facts; `pdf`, `word` and `excel` render. `issuing` numbers
what is printed, keeps it by its hash and gives the same bytes again; after a correction a new
document takes the old one's place, and the old one stays. The areas bring the facts.

What stands on a form is Vietnamese whatever language the page has: it is an official paper.
"""
