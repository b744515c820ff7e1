"""What a translator writes, and what a translator reads after a slip."""

from pathlib import Path

import pytest

from bot.playbook.model import Go
from tests.playbook.authors import PLAYBOOK, WARNINGS, make, slip, small_sources, told

FOLDER = Path(__file__).parent / "french"
FRENCH = "small/fr.yaml"
FRENCH_WARNINGS = "library/fr/warnings.yaml"
WORDS = {path.relative_to(FOLDER).as_posix(): path.read_text("utf-8") for path in FOLDER.rglob("*.yaml")}


def french(file: str = "", old: str = "", new: str = "") -> dict[str, str]:
    assert not file or old in WORDS[file]
    return {**small_sources(WORDS), **({file: WORDS[file].replace(old, new, 1)} if file else {})}


def test_a_complete_language_is_spoken() -> None:
    made = make(french())

    assert made.problems == ()
    playbook = made.playbooks["fr"]
    assert playbook.language == "fr"
    assert playbook.step("said").title == "Ce qui s'est dit"
    assert playbook.step("said").questions[0].placeholder == "Trop cher."
    assert playbook.step("say_back").questions[1].options[0].label == "Exactement"
    assert playbook.concerns["budget"].signals == ("budget", "argent", "trop cher")
    assert playbook.warnings[0].text == "Attention au ton, {{ trainer.first_name }}."
    assert [(rule.text, rule.days) for rule in playbook.nudges[:2]] == [
        ("Résumez {{ nudge.on | date }}.", 1),
        ("Rendez-vous bientôt.", -2),
    ]
    assert playbook.example[0].says == "Nous payons trop."


def test_a_language_changes_words_and_nothing_else() -> None:
    made = make(french())

    english, spoken = made.playbooks["en"], made.playbooks["fr"]
    assert [step.id for step in spoken.steps] == [step.id for step in english.steps]
    assert spoken.step("said").questions[0].fills == "quote"
    assert spoken.concerns["budget"].tactics == english.concerns["budget"].tactics
    assert spoken.example[1].step == "said"
    move = spoken.step("say_back").moves[0]
    assert isinstance(move, Go)
    assert move.set == {"restatement": "{{ correction }}"}


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("    title: Redire\n", "", ':12: "steps.say_back.title" has no words here; {}:27 has the English'),
        ("summary:", "sumary:", ':2: "sumary" is not in the English playbook here; did you mean "summary"?'),
        ("  pilot:\n", "  pilots:\n", ':32: "pilots" is not in the English playbook here; did you mean "pilot"?'),
        ("quote: {label", "quote: {kind: text, label", ':10: "kind" is no words; it stays in {}'),
        ("guest: Int", "gast: Int", ':38: "gast" is not in the English playbook here; did you mean "guest"?'),
        ("title: Preuves", "title: Des preuves pour le jour J", ":27: this text has 26 characters; Slack allows 24"),
        (
            "{{ executive.name }}",
            "{{ executive.nom }}",
            ':28: "nom" is not a part of "executive"; possible: engagement, first_name, name, role',
        ),
        ("  - {says: Et là.}\n", "", ':41: "example" has 7 entries; expected 8, one for each in {}:78 that has words'),
        (
            "title: Preuves",
            "title: 12",
            ':27: "title" must be a text, in quotes if it is a number, true or false; it is the number 12',
        ),
        (
            "restatement: {label: La phrase}",
            "restatement: La phrase",
            ':16: "steps.say_back.questions.restatement" must be a mapping: lines of "name: ..."',
        ),
    ],
)
def test_a_translator_s_slip_is_told_with_its_line(old: str, new: str, sentence: str) -> None:
    sources = french(FRENCH, old, new)

    problems = told(sources)

    assert FRENCH + sentence.format(PLAYBOOK) in problems


def test_a_language_that_is_only_begun_is_told_in_few_sentences() -> None:
    sources = {**small_sources(), FRENCH: "title: Un petit parcours\n"}

    problems = told(sources)

    assert [problem.partition(" has no words")[0] for problem in problems] == [
        'small/fr.yaml:1: "concerns"',
        'small/fr.yaml:1: "example"',
        'small/fr.yaml:1: "gates"',
        'small/fr.yaml:1: "nudges"',
        'small/fr.yaml:1: "steps"',
        'small/fr.yaml:1: "summary"',
        'small/fr.yaml:1: "tactics"',
        'small/fr.yaml:1: "warnings"',
    ]


def test_a_language_hears_its_own_phrases() -> None:
    sources = french(FRENCH_WARNINGS, "  when: {any: [{says: {phrases: [quel expert, génie*]}}]}\n", "")

    problems = told(sources)

    assert problems == [
        f'library/fr/warnings.yaml:1: "warnings.sarcasm.when" has no words here; {WARNINGS}:3 has the English'
    ]


def test_a_mistake_in_the_english_is_told_once_whatever_the_languages() -> None:
    sources = french() | {PLAYBOOK: slip(PLAYBOOK, "go: evidence}", "go: evidenc}")[PLAYBOOK]}

    problems = told(sources)

    assert problems == ['small/playbook.yaml:50: "evidenc" is not a step; did you mean "evidence"?']


def test_the_pseudo_language_changes_what_is_read_and_keeps_what_is_heard() -> None:
    pseudo = make(small_sources()).playbooks["qps"]

    assert pseudo.language == "qps"
    assert pseudo.step("said").title == "[Whát wás sáíd~~~]"
    assert "{{ trainer.first_name }}" in pseudo.step("said").coaching
    assert pseudo.step("pilot").questions[2].options[1].label.startswith("[Spéák ás á gúést")
    assert pseudo.concerns["budget"].signals == ("pay*", "money")
    assert pseudo.concerns["budget"].exploring[0].startswith("[")
    assert pseudo.example[1].answers == {"quote": "We pay too much for this.", "primary_concern": "budget"}
