from pathlib import Path
from shutil import copytree

import pytest

from bot.playbook.problems import PlaybookError
from bot.playbook.shelf import Shelf, version_of
from tests.playbook.authors import CONCERNS, PLAYBOOK, SMALL, TACTICS, slip, small_sources


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copytree(SMALL, tmp_path / "playbooks")


def write(folder: Path, sources: dict[str, str]) -> None:
    for file, text in sources.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, "utf-8")


def test_a_shelf_holds_every_playbook_of_a_folder(folder: Path) -> None:
    shelf = Shelf.read(folder)

    version = shelf.newest("small")
    assert shelf.ids() == ("small",)
    assert shelf.holds(version)
    assert not shelf.holds("0" * 64)
    playbook = shelf.playbook("small", version, "en")
    assert (playbook.id, playbook.version, playbook.language) == ("small", version, "en")
    assert [step.id for step in playbook.steps] == ["said", "say_back", "evidence", "pilot"]


def test_a_version_is_the_hash_of_its_files(folder: Path) -> None:
    before = Shelf.read(folder).newest("small")
    write(folder, {TACTICS: slip(TACTICS, "name: Figures", "name: Numbers")[TACTICS]})

    after = Shelf.read(folder).newest("small")

    assert before == version_of(small_sources())
    assert after != before


def test_a_version_that_was_kept_comes_back_as_it_was(folder: Path) -> None:
    old = Shelf.read(folder)
    version = old.newest("small")
    kept = dict(old.sources("small", version))
    write(folder, {TACTICS: slip(TACTICS, "name: Figures", "name: Numbers")[TACTICS]})
    shelf = Shelf.read(folder)

    added = shelf.add(kept, "small")

    assert added == version
    assert shelf.newest("small") != version
    assert shelf.playbook("small", version, "en") == old.playbook("small", version, "en")


def test_a_kept_version_may_break_rules_that_came_later() -> None:
    shelf = Shelf()
    sources = slip(PLAYBOOK, "title: Evidence", "title: A title that grew far beyond the limit")

    version = shelf.add(sources, "small")

    assert shelf.holds(version)
    assert shelf.ids() == ()


def test_a_kept_version_that_cannot_be_read_is_refused() -> None:
    shelf = Shelf()

    with pytest.raises(PlaybookError, match='"title" is missing'):
        shelf.add(slip(PLAYBOOK, "    title: Evidence\n", ""), "small")

    assert shelf.ids() == ()


def test_a_bad_file_never_replaces_a_good_one(folder: Path) -> None:
    shelf = Shelf.read(folder)
    version = shelf.newest("small")
    write(folder, {PLAYBOOK: slip(PLAYBOOK, "go: evidence}", "go: evidenc}")[PLAYBOOK]})

    with pytest.raises(PlaybookError) as error:
        shelf.refresh(folder)

    assert str(error.value) == 'small/playbook.yaml:50: "evidenc" is not a step; did you mean "evidence"?'
    assert shelf.newest("small") == version


def test_a_good_file_replaces_a_good_one_and_the_old_stays(folder: Path) -> None:
    shelf = Shelf.read(folder)
    old = shelf.newest("small")
    write(folder, {PLAYBOOK: slip(PLAYBOOK, "title: A small", "title: A better")[PLAYBOOK]})

    shelf.refresh(folder)

    assert shelf.newest("small") != old
    assert shelf.playbook("small", old, "en").title == "A small playbook"
    assert shelf.playbook("small", shelf.newest("small"), "en").title == "A better playbook"


def test_one_bad_playbook_stops_all_and_every_problem_is_listed_once(folder: Path) -> None:
    text = slip(PLAYBOOK, "id: small", "id: other")[PLAYBOOK].replace("tools: [pilot]", "tool: [pilot]")
    write(folder, {"other/playbook.yaml": text, "library/stray.yaml": "a: b"})
    write(folder, {CONCERNS: slip(CONCERNS, "[data_statistics]", "[data]")[CONCERNS]})

    with pytest.raises(PlaybookError) as error:
        Shelf.read(folder)

    told = [str(problem).partition(";")[0] for problem in error.value.problems]
    assert len(told) == 3
    assert told[0] == 'library/concerns.yaml:9: "data" is not a tactic'
    assert told[-1] == 'other/playbook.yaml:67: "tool" is not known here'
    assert len(told) == len(set(map(str, error.value.problems)))


def test_a_folder_without_playbooks_is_told(tmp_path: Path) -> None:
    with pytest.raises(PlaybookError, match="no playbook is here"):
        Shelf.read(tmp_path)


def test_a_file_in_another_encoding_is_told_with_its_line(folder: Path) -> None:
    (folder / TACTICS).write_bytes(b"a: b\nc: caf\xe9\n")

    with pytest.raises(PlaybookError, match=r"library/tactics.yaml:2: .* save the file as UTF-8"):
        Shelf.read(folder)


def test_a_byte_order_mark_changes_nothing(folder: Path) -> None:
    version = Shelf.read(folder).newest("small")
    (folder / TACTICS).write_text((folder / TACTICS).read_text("utf-8"), "utf-8-sig")

    assert Shelf.read(folder).newest("small") == version


def test_a_language_that_is_not_spoken_is_english(folder: Path) -> None:
    shelf = Shelf.read(folder)

    assert shelf.languages() == ("en",)
    assert shelf.playbook("small", shelf.newest("small"), "fr").language == "en"


def test_a_playbook_that_is_not_there_is_a_key_error(folder: Path) -> None:
    shelf = Shelf.read(folder)

    with pytest.raises(KeyError):
        shelf.newest("other")
    with pytest.raises(KeyError):
        shelf.playbook("small", "0" * 64, "en")
