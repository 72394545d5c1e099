"""The catalogue of administrative procedures (thủ tục hành chính).

A procedure has versions: what the law said from a day on, as the legal pack has it, and a ward's
own where an administrator confirmed what the pack was not sure of. A version never changes after
it was written; a dossier keeps the one it began under. Upper storeys enter by `api`.
"""
