from bot.pace import Pace, Rate

MAYA, TOMAS = ("T1", "U1"), ("T1", "U2")


def test_a_conversation_takes_a_few_messages_at_once_and_then_one_a_second() -> None:
    pace = Pace()

    waits = [pace.wait(*MAYA, at) for at in (0.0, 0.0, 0.0, 0.0, 0.5, 1.0, 1.0)]

    assert waits == [0, 0, 0, 1, 0.5, 0, 1]
    assert pace.wait(*TOMAS, 1.0) == 0


def test_a_workspace_rests_before_a_turn_could_send_it_more_than_sixty_a_minute() -> None:
    pace = Pace()
    for number in range(51):
        pace.wait("T1", f"U{number}", 0.0)
    pace.wait("T2", "U1", 0.0)

    resting = [pace.resting(10, at) for at in (0.0, 0.5, 1.0)]

    assert resting == [{"T1"}, {"T1"}, set()]


def test_a_process_that_finds_much_waiting_sends_one_a_second_in_its_first_minute() -> None:
    pace, sent = Pace(), 0

    for second in range(60):
        room = pace.room(10, float(second))
        pace.taken_up(room, 10, float(second), messages=room)
        sent += room

    assert sent == 10 + 59
    assert pace.room(10, 60.0) == 10


def test_app_home_is_refreshed_in_a_storm_too() -> None:
    pace = Pace()

    pace.taken_up(10, 10, 0.0, messages=4)

    assert pace.room(10, 0.0) == 6


def test_a_process_that_finds_little_waiting_sends_at_once_from_then_on() -> None:
    pace = Pace()

    pace.taken_up(9, 10, 0.0, messages=9)
    pace.taken_up(10, 10, 1.0, messages=10)

    assert pace.room(10, 1.0) == 10


def test_a_clock_that_is_moved_holds_nothing_back() -> None:
    pace = Pace()
    pace.taken_up(10, 10, 0.0, messages=10)
    for _ in range(3):
        pace.wait(*MAYA, 0.0)

    assert [pace.wait(*MAYA, at) for at in (86_400.0, -10_800.0)] == [0, 0]
    assert pace.room(10, -10_800.0) == 10


def test_what_is_full_again_is_forgotten() -> None:
    pace = Pace(workspace=Rate(1, 1.0))

    for number in range(20_001):
        pace.wait(f"T{number}", "U1", float(number))

    assert len(pace._workspaces._left) <= 10_000
    assert len(pace._conversations._left) <= 10_000
