"""The expression as PostgreSQL runs it fast: it says the same, in a form that this planner does not pull apart.

- A stage that reads another is kept as it is (`OFFSET 0`): else the planner puts each into the next, and works
  a column out anew for every use of it.
- Keys that may be missing are compared as texts with a blank for what is missing: `IS NOT DISTINCT FROM` can be
  neither hashed nor sorted, so a join on it compares every row with every situation. No key is blank.
"""

from __future__ import annotations


def planned(text: str) -> str:
    """The SELECT rewritten."""
    import sqlglot
    from sqlglot import exp

    tree = sqlglot.parse_one(text, dialect="postgres")
    for inner in tree.find_all(exp.Subquery):
        if isinstance(inner.this, exp.Select) and not inner.this.args.get("offset"):
            inner.this.set("offset", exp.Offset(expression=exp.Literal.number(0)))
    for join in tree.find_all(exp.Join):
        on = join.args.get("on")
        for same in list(on.find_all(exp.NullSafeEQ)) if on is not None else ():
            same.replace(exp.EQ(this=_text(same.this), expression=_text(same.expression)))
    return str(tree.sql(dialect="postgres"))


def _text(column: object) -> object:
    from sqlglot import exp

    as_text = exp.Cast(this=column.copy(), to=exp.DataType.build("text"))  # type: ignore[attr-defined]
    return exp.Coalesce(this=as_text, expressions=[exp.Literal.string("")])
