"""Who may do what: actors, roles, grants, doors, conflicts of interest.

Roles are few and fixed; which role may do what is each area's `GRANTS`, in code; who holds which
role is `Grant`, data, given to a post for a time. A view opens only through its `@door`.
"""
