"""What a database distributed by ward would refuse, read from the text of each statement.

The tables of wards are joined on the ward too, rows are locked within a ward, no statement moves a
row to another ward (`scale.md` §5, tried there against Citus: no false alarm).
"""

from collections.abc import Collection, Iterator
from functools import cache

import sqlglot
from sqlglot import exp

WARD, WARDS = "ward_id", "wards_ward"
# The one ward that a statement names by a value, or that of the statement around it.
NAMED = "a ward by its value"
Statement = exp.Select | exp.Update | exp.Delete
STATEMENTS = (exp.Select, exp.Update, exp.Delete)
READ = ("SELECT", "UPDATE", "DELETE", "WITH", "INSERT")


@cache
def broken_rules(sql: str, owned: frozenset[str]) -> tuple[str, ...]:
    """Return in words what a statement breaks; `owned` are the tables of wards."""
    if not sql.lstrip(" (").upper().startswith(READ) or not any(name in sql for name in owned):
        return ()
    # A value is a value: the parser reads no places of psycopg's.
    tree = sqlglot.parse_one(sql.replace("%s", "'p'").replace("%%", "%"), read="postgres")
    return tuple(fault for one in tree.find_all(*STATEMENTS) for fault in _of(one, owned))


def _of(one: Statement, owned: Collection[str]) -> Iterator[str]:
    tables = dict(_tables(one))
    mine = {alias for alias, name in tables.items() if name in owned}
    groups = _groups(one, tables)
    if len({groups.get(alias, alias) for alias in mine}) > 1:
        yield f"joins {', '.join(sorted(tables[alias] for alias in mine))} but not on the ward"
    named = all(groups.get(alias) == NAMED for alias in mine)
    if mine and not named and _asks_about_rows_around(one, tables):
        yield f"looks for {', '.join(sorted(tables[alias] for alias in mine))} of every ward"
    if one.args.get("locks") and mine and not named:
        yield f"locks rows of {', '.join(sorted(tables[alias] for alias in mine))} of every ward"
    if isinstance(one, exp.Update) and mine:
        moved = [each.this.name for each in one.expressions if isinstance(each, exp.EQ)]
        if WARD in moved:
            yield "moves a row to another ward"


def _asks_about_rows_around(one: Statement, tables: dict[str, str]) -> bool:
    own = (each for each in one.find_all(exp.Column) if each.find_ancestor(*STATEMENTS) is one)
    return any(each.table and each.table not in tables for each in own)


def _tables(one: Statement) -> Iterator[tuple[str, str]]:
    found = [one.this] if isinstance(one.this, exp.Table) else []
    # Joins stand beside the statement, or under its first table.
    for table in one.find_all(exp.Table):
        if table not in found and table.find_ancestor(*STATEMENTS) is one:
            found.append(table)
    for table in found:
        yield table.alias_or_name, table.name


def _groups(one: Statement, tables: dict[str, str]) -> dict[str, str]:
    """Return for each table the group of those whose ward must be the same."""
    parent: dict[str, str] = {}

    def top(name: str) -> str:
        while name in parent:
            name = parent[name]
        return name

    for left, right in _same(one, tables):
        first, second = top(left), top(right)
        if first != second:
            keep, give = (second, first) if second == NAMED else (first, second)
            parent[give] = keep
    return {alias: top(alias) for alias in tables}


def _same(one: Statement, tables: dict[str, str]) -> Iterator[tuple[str, str]]:
    for each in one.find_all(exp.EQ, exp.In):
        if each.find_ancestor(*STATEMENTS) is not one:
            continue
        if isinstance(each, exp.In):
            alone = len(each.expressions) == 1 and not each.args.get("query")
            left, right = _ward_of(each.this, tables), NAMED if alone else None
        else:
            left, right = (_ward_of(side, tables) for side in (each.left, each.right))
        if left and right:
            yield left, right


def _ward_of(given: exp.Expression, tables: dict[str, str]) -> str | None:
    side = given.unnest()
    if isinstance(side, exp.Literal | exp.Placeholder | exp.Parameter):
        return NAMED
    if not isinstance(side, exp.Column):
        return None
    alias = side.table or (next(iter(tables)) if len(tables) == 1 else "")
    if side.name == WARD or (side.name == "id" and tables.get(alias) == WARDS):
        return alias if alias in tables else NAMED
    return None
