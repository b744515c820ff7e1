import hashlib
import hmac
from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse

from bot.playground.acts import sign
from tests.playground.fake_bot import FakeBot, option, said_modal
from tests.support.playground import SIGNING_SECRET, NoAnswerError, Stage, open_stage


class Play:
    def __init__(self, stage: Stage, bot: FakeBot) -> None:
        self.stage = stage
        self.bot = bot
        self.trainer = stage.trainer


@pytest.fixture
async def play() -> AsyncIterator[Play]:
    bots: list[FakeBot] = []

    def build(stage: Stage) -> Starlette:
        bots.append(FakeBot(stage))
        return bots[0].app()

    async with open_stage(build, retry_after=(0.0, 0.0)) as stage:
        stage.desk.patience = 1
        yield Play(stage, bots[0])


async def test_a_command_opens_a_modal_with_the_words_typed_after_it(play: Play) -> None:
    await play.trainer.types("/pushback We spend too much")

    play.trainer.sees("What did they say?", "We spend too much", "word for word")
    assert play.bot.received[0]["command"] == "/pushback"
    assert play.bot.received[0]["channel_name"] == "directmessage"


async def test_every_act_is_signed_as_slack_signs(play: Play) -> None:
    await play.trainer.types("/pushback help")

    headers = play.bot.headers[0]
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert headers["x-slack-signature"].startswith("v0=")
    mac = hmac.new(SIGNING_SECRET.encode(), b"v0:12:body", hashlib.sha256).hexdigest()
    assert sign(SIGNING_SECRET, b"body", 12) == f"v0={mac}"


async def test_what_was_filled_in_arrives_in_slacks_shapes(play: Play) -> None:
    await play.trainer.types("/pushback")
    await play.trainer.fills({"What did they say?": "No budget"}, setting="By email", said_on="2026-03-26")
    await play.trainer.submits()

    values = play.bot.received[-1]["view"]["state"]["values"]
    assert values["quote"]["answer"] == {"type": "plain_text_input", "value": "No budget"}
    assert values["setting"]["answer"] == {"type": "radio_buttons", "selected_option": option("email", "By email")}
    assert values["said_on"]["answer"] == {"type": "datepicker", "selected_date": "2026-03-26"}
    play.trainer.sees("They said: No budget")


async def test_slack_itself_asks_for_a_required_field(play: Play) -> None:
    await play.trainer.types("/pushback")
    await play.trainer.submits()

    assert play.trainer.errors == {"quote": "missing"}
    assert len(play.bot.received) == 1


async def test_errors_of_the_bot_stand_at_their_fields_and_nothing_is_lost(play: Play) -> None:
    await play.trainer.types("/pushback ?")
    await play.trainer.fills(setting="meeting")
    await play.trainer.submits()

    assert play.trainer.errors == {"quote": "Write their sentence."}
    assert play.trainer.values["setting"] == "meeting"


async def test_what_was_typed_survives_an_update_that_keeps_the_ids(play: Play) -> None:
    await play.trainer.types("/pushback")
    await play.trainer.fills(quote="half a sent")
    await play.trainer.clicks("Add a note")

    play.trainer.sees("Noted.", "half a sent")


async def test_closing_a_modal_shows_the_one_below_and_tells_the_bot(play: Play) -> None:
    await play.trainer.types("/pushback first")
    await play.trainer.clicks("Open another")
    await play.trainer.fills(quote="second")
    await play.trainer.clicks("Not now")

    play.trainer.sees("first")
    assert play.bot.received[-1]["type"] == "view_closed"
    assert play.bot.received[-1]["is_cleared"] is False


async def test_a_fourth_modal_is_refused(play: Play) -> None:
    await play.trainer.types("/pushback")
    for _ in range(3):
        await play.trainer.clicks("Open another")

    refused = play.stage.slack.desk.exchanges[-2]
    assert refused.what == "views.push"
    assert refused.answer == {"ok": False, "error": "push_limit_reached"}


async def test_a_message_shortcut_brings_the_message(play: Play) -> None:
    await play.trainer.shortcut("spending too much on training")

    play.trainer.sees("I can't see what the last programme gave us")
    assert play.bot.received[0]["callback_id"] == "coach_me_through_this"


async def test_app_home_is_published_when_it_is_opened(play: Play) -> None:
    await play.trainer.opens_home()
    play.trainer.sees("Your cases")

    await play.trainer.clicks("Start")

    play.trainer.sees("What did they say?")
    assert play.bot.received[1]["container"]["type"] == "view"


async def test_a_message_to_the_bot_is_answered_with_buttons(play: Play) -> None:
    await play.trainer.types("hello & welcome")
    await play.trainer.gets("Shall we begin?")

    await play.trainer.clicks("Begin")

    play.trainer.sees("What did they say?")
    assert play.bot.received[0]["event"]["text"] == "hello &amp; welcome"
    assert play.bot.received[1]["message"]["text"] == "Shall we begin?"


async def test_an_answer_in_the_ack_is_seen_by_the_person_only(play: Play) -> None:
    await play.trainer.types("/pushback help", at="general")

    play.trainer.sees("Type what they said.")
    play.stage.other_trainer.does_not_see("Type what they said.")


async def test_an_answer_at_the_response_url_arrives(play: Play) -> None:
    await play.trainer.types("/pushback later", at="general")

    play.trainer.sees("Here it is.")


async def test_an_answer_that_is_no_200_is_shown_as_trouble(play: Play) -> None:
    play.bot.answers = [PlainTextResponse("oh", status_code=500)]

    with pytest.raises(NoAnswerError, match="dispatch_failed"):
        await play.trainer.types("/pushback")


async def test_an_answer_after_three_seconds_is_shown_as_trouble(play: Play) -> None:
    play.bot.answers = [3.3]

    with pytest.raises(NoAnswerError, match="operation_timeout"):
        await play.trainer.types("/pushback")


async def test_an_update_slack_would_refuse_is_shown_as_trouble(play: Play) -> None:
    await play.trainer.types("/pushback no")
    broken = said_modal() | {"title": {"type": "plain_text", "text": "x" * 25}}
    play.bot.answers = [JSONResponse({"response_action": "update", "view": broken})]

    with pytest.raises(NoAnswerError, match="invalid_arguments"):
        await play.trainer.submits()


async def test_errors_for_a_field_that_is_not_there_are_shown_as_trouble(play: Play) -> None:
    await play.trainer.types("/pushback no")
    play.bot.answers = [JSONResponse({"response_action": "errors", "errors": {"nowhere": "?"}})]

    with pytest.raises(NoAnswerError, match="invalid_errors"):
        await play.trainer.submits()


async def test_an_event_that_fails_is_sent_again_with_slacks_headers(play: Play) -> None:
    play.bot.answers = [PlainTextResponse("", status_code=500)]
    await play.trainer.types("hello")

    await play.trainer.gets("Shall we begin?")

    assert play.bot.headers[1]["x-slack-retry-num"] == "1"
    assert play.bot.received[0]["event_id"] == play.bot.received[1]["event_id"]
