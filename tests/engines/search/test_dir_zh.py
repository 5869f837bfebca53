"""Questions of every kind over a directory of our own, graded by a rule that knows no engine."""

from collections import defaultdict
from datetime import date

import pytest
from tests.engines.search.dir_zh.grading import cases, grade, ndcg, profiles

from pilotage.engines.search.index import Index
from pilotage.engines.search.profile import Profile

ON = date(2026, 11, 25)


@pytest.fixture(scope="module")
def index():
    return Index(Profile(p["id"], p["f"]) for p in profiles())


def measured(index):
    """(class, text, nDCG@10, a grade 3 among the first three, nothing found) per question."""
    truth = profiles()
    for case in cases():
        grades = {p["id"]: grade(case, p) for p in truth}
        _, scored = index.relevance(case.text, ON)
        hits = [r for r in scored.micro.argsort(kind="stable")[::-1][:10] if scored.matched[r]]
        ranked = [index.table.ids[r] for r in hits]
        best = any(grades[r] == max(grades.values()) for r in ranked[:3])
        yield case.kind, case.text, ndcg(grades, ranked), best, not ranked


def test_every_question_has_an_answer_and_every_class_is_good(index):
    rows = list(measured(index))
    by_class = defaultdict(list)
    for kind, _, value, _, _ in rows:
        by_class[kind].append(value)
    means = {kind: sum(values) / len(values) for kind, values in by_class.items()}
    assert len(rows) >= 150
    assert not [text for _, text, _, _, nothing in rows if nothing]
    assert sum(value for _, _, value, _, _ in rows) / len(rows) >= 0.93
    assert {kind: mean for kind, mean in means.items() if mean < 0.85} == {}
    assert sum(best for *_, best, _ in rows) / len(rows) >= 0.95
