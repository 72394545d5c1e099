"""The register of subjects and what happened to each, append-only and chained.

A **subject** is anything with a life of its own that people act on: a dossier, a report, a task.
The area's main row carries the subject's id; work items, links, attachments and notices point to
the subject. Its row is the one that an act locks, and it holds the head of the chain.

An **event** is one act. It carries codes, ids, dates, amounts and digests, never free text: texts
and personal values lie in rows that can be erased, their salted digest in the event.
"""
