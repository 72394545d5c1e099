"""What the ward tells people: on the status page, in an official's inbox, by SMS or e-mail.

`tell` writes outbox rows in the act's own transaction, so an act that is rolled back told nobody.
A citizen's message is always on the status page; a message by SMS or e-mail is a second row, which
`jobs.deliver` hands to its gateway, once or more often, never not at all. Without a gateway it
stays held, where administrators see it.

A message is a template's code with codes, dates and numbers; what an official wrote, and to which
number it went, can be erased.
"""
