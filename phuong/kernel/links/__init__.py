"""Ties between subjects of different areas, followed both ways, and offers between areas.

A **referral** is an offer: a confirmed report offers a disciplinary case, a shortcoming a task. The
area that owns the kind takes it up or declines with a reason. A referral whose kind no installed
area owns stays on the chair's worklist; nothing offered can be lost.
"""
