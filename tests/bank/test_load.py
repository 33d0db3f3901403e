"""Reading question folders: what is right is read, what is wrong is named."""

from __future__ import annotations

import pytest

from tests.bank.folders import ANSWER, BODY, FRONT, write
from unrolled import bank
from unrolled.bank.folder import read
from unrolled.bank.load import read_all


def test_a_good_folder_is_read(tmp_path):
    question = read(write(tmp_path))
    assert question.id == "recurrent/double"
    assert question.expected == (6,)
    assert question.exam.values == (6,)
    assert question.exam.prompt == r"What is $2 \cdot 3$?"
    assert question.exam.solution == "It is 6."
    assert [mistake.values for mistake in question.exam.mistakes] == [(9,), (3,)]
    assert question.erratum is None
    assert question.exam.state is None


def test_a_slip_that_these_numbers_forgive_is_dropped(tmp_path):
    question = read(write(tmp_path))
    assert [m.text for m in question.instance(x=2).mistakes] == ["You forgot the factor."]


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"front": FRONT.replace("title: Double it\n", "")}, "title is None"),
        ({"front": FRONT.replace("numeric", "numerical")}, "kind is 'numerical'; it may be one of"),
        ({"front": FRONT + "explorabel: x\n"}, "unknown field 'explorabel'; did you mean expl"),
        ({"front": FRONT + "explorable: nothing-such\n"}, "explorable is 'nothing-such'"),
        ({"front": FRONT + "preset: 3\n"}, "preset is 3"),
        ({"front": FRONT.replace("tum19-6c", "tum19-6z")}, "unknown exam item 'tum19-6z'; did you"),
        ({"front": FRONT.replace("credits: 3", "credits: 4")}, "tum19-6c has 4 credits here and 3"),
        (
            {"front": FRONT.replace("credits: 3", "points: 3")},
            "must have the fields id and credits",
        ),
        ({"front": FRONT.replace("items: [{id", "items: [{{id")}, "front matter is not YAML"),
        ({"front": FRONT.replace("answers: [y]\n", "")}, "answers is missing, but answer.py has"),
        ({"front": FRONT.replace("[y]", "[y, z]")}, "EXPECTED is (6,); it must be a tuple of 2"),
        ({"front": FRONT.replace("[y]", "[{name: y, digit: 3}]")}, "unknown ['digit']"),
        ({"body": BODY.replace("# Hint", "# Tip")}, "unknown section 'Tip'"),
        ({"front": FRONT + "verdict: bad\n"}, "verdict is 'bad'; it may be one of wrong, working"),
        ({"front": FRONT + "verdict: wrong\n"}, "verdict and the section 'About the key' come tog"),
        ({"body": BODY + "# About the key\nNo.\n"}, "verdict and the section 'About the key' come"),
        (
            {"body": BODY.replace("# Marking\nAll or nothing.\n", "")},
            "section 'Marking' is missing",
        ),
        ({"answer": None}, "EXAM, EXPECTED, solve, verify, steps missing"),
        ({"answer": ANSWER.replace("def verify", "def verfiy")}, "verify missing"),
        ({"answer": "EXAM = {"}, "answer.py: cannot be imported: SyntaxError"),
        ({"answer": ANSWER.replace("(6,)", "([6],)")}, "EXPECTED is [6]; it may be a number"),
    ],
)
def test_what_is_wrong_is_named_with_its_file(tmp_path, parts, message):
    folder = write(tmp_path, **parts)
    with pytest.raises(bank.BankError) as caught:
        read(folder)
    assert message in str(caught.value)
    assert str(folder) in str(caught.value)


@pytest.mark.parametrize("section", ["Question", "Hint", "Solution", "Marking"])
def test_a_field_without_a_value_names_file_section_and_field(tmp_path, section):
    body = BODY.replace(f"# {section}\n", f"# {section}\n{{{{ nobody }}}} ")
    question = read(write(tmp_path, body=body))
    with pytest.raises(bank.BankError, match=rf"question.md: section {section}: .* nobody "):
        _ = question.exam, question.marking


def test_the_answer_is_no_field_of_the_question_text(tmp_path):
    question = read(write(tmp_path, body=BODY.replace("{{ x }}$?", "{{ y }}$?")))
    with pytest.raises(bank.BankError, match="fields known here: x"):
        _ = question.exam


def test_all_problems_of_all_folders_come_in_one_run(tmp_path):
    write(tmp_path, "one", front=FRONT.replace("numeric", "numerical"))
    write(tmp_path, "two", body=BODY.replace("# Hint", "# Tip"))
    with pytest.raises(bank.BankError) as caught:
        read_all(tmp_path)
    text = str(caught.value)
    assert "one/question.md: kind" in text
    assert "two/question.md: unknown section" in text


def test_two_homes_are_named(tmp_path):
    write(tmp_path, "one")
    write(tmp_path, "two")
    with pytest.raises(bank.BankError) as caught:
        read_all(tmp_path)
    assert "exam item tum19-6c has 2 homes: recurrent/one, recurrent/two" in str(caught.value)


def test_items_without_a_home_are_named_where_a_chapter_has_begun(tmp_path):
    write(tmp_path)
    problems = bank.homeless(read_all(tmp_path))
    assert any("exam item osna-13 has no home" in problem for problem in problems)
    assert not any("tum19-6c" in problem for problem in problems)
    assert not any("tum19-5a" in problem for problem in problems)  # its chapter has not begun


def test_no_chapter_of_the_book_has_a_gap():
    assert bank.homeless(bank.questions()) == []


def test_a_question_belongs_to_its_items_chapter(tmp_path):
    write(tmp_path, chapter="lstm")
    with pytest.raises(bank.BankError, match="tum19-6c belongs to chapter recurrent, not lstm"):
        read_all(tmp_path)


def test_an_unknown_id_names_close_ones():
    with pytest.raises(bank.BankError, match=r"no question 'recurrent/relu_rnn_unrol'; did you"):
        bank.load("recurrent/relu_rnn_unrol")


def test_headings_in_fenced_code_are_code(tmp_path):
    body = BODY.replace("It is {{ y }}.", "```python\n# Hint\nx = {{ x }}\n```")
    assert "# Hint" in read(write(tmp_path, body=body)).exam.solution


def test_every_exam_item_has_a_unique_id_and_the_papers_are_whole():
    assert sum(len(exam.items) for exam in bank.exams().values()) == 198 == len(bank.items())
    tum = bank.exams()["tum19"]
    sixth = [item.label for item in tum.items if item.label.startswith("6")]
    assert sixth == ["6a", "6b", "6c", "6d", "6e"]
