"""What the run on Spark says of what it finds; the run itself is `run.py test --spark`."""

from ops.spark.compare import ROUNDS, judge

EXPECTED = {"one": [[1, "a"]], "two": [[2.5]]}


def answers(**changed):
    return [
        {
            "asked": name,
            "round": number,
            "rows": rows,
            "executors": 2 if number == 0 else 1,
            **changed,
        }
        for number in range(ROUNDS)
        for name, rows in EXPECTED.items()
    ]


def test_equal_answers_with_a_worker_lost_on_the_way_are_good():
    assert judge(EXPECTED, answers()) == []


def test_another_answer_and_a_missing_one_are_told():
    assert len(judge(EXPECTED, answers(rows=[[1, "a"]]))) == ROUNDS
    assert judge(EXPECTED, answers()[:-1]) == ["5 answers of 6"]


def test_a_blow_that_nobody_felt_and_an_empty_answer_prove_nothing():
    assert len(judge(EXPECTED, answers(executors=2))) == 1
    empty = [{**one, "rows": []} for one in answers()]
    assert judge({"one": [], "two": []}, empty) == [
        "a question has an empty answer: it proves nothing"
    ]
