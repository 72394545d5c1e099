"""Life cycles as tables, and work items: who must act next on each living subject, and by when.

A `Machine` is the table of a kind's states and moves (pure). A `WorkItem` names subject, addressee,
due instant, state code and field code, never content or a person's name; it is written in the same
transaction as the act that caused it, so that one indexed table answers everybody's worklist.
"""
