from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest

from bot.playground.desk import Message
from bot.playground.page import build_playground
from bot.playground.referee import Json
from tests.playground.fake_bot import FakeBot, everything_modal
from tests.support.playground import Stage, listen, open_stage, serve

AS_MAYA = "/as/U01MAYA/C02ONBOARD"


@dataclass
class Visit:
    stage: Stage
    address: str
    session: aiohttp.ClientSession

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.session.get(f"{self.address}{path}", headers=named) as response:
            return response.status, await response.text()

    async def act(self, path: str, given: object, **headers: str) -> tuple[int, Json]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.session.post(f"{self.address}{path}", json=given, headers=named) as response:
            return response.status, await response.json() if response.status == 200 else {}


@pytest.fixture
async def visit() -> AsyncIterator[Visit]:
    async with open_stage(lambda stage: FakeBot(stage).app()) as stage:
        page = build_playground(stage.desk, stage.acts)
        async with serve(page, listen()) as address, aiohttp.ClientSession() as session:
            yield Visit(stage, address, session)


async def test_the_page_opens_where_people_talk(visit: Visit) -> None:
    status, page = await visit.get("/")

    assert status == 200
    assert "We are already spending too much on training" in page
    assert "<title>onboarding-redesign · Maya · Pushback playground</title>" in page


async def test_every_place_of_every_player_is_drawn(visit: Visit) -> None:
    for player in visit.stage.desk.players:
        for place in ("home", "messages", *(channel.id for channel in visit.stage.desk.channels_of(player.id))):
            status, page = await visit.get(f"/as/{player.id}/{place}")

            assert (status, f'data-base="/as/{player.id}/{place}"' in page) == (200, True)


async def test_a_place_that_is_not_theirs_leads_back_to_the_beginning(visit: Visit) -> None:
    _, page = await visit.get("/as/U04SAM/D01MAYARAJIV")

    assert "They learn on the job" not in page


async def test_a_command_on_the_page_answers_with_the_modal(visit: Visit) -> None:
    status, answer = await visit.act(f"{AS_MAYA}/say", {"text": "/pushback No <b>budget</b>"})

    assert status == 200
    assert "No &lt;b&gt;budget&lt;/b&gt;</textarea>" in answer["parts"]["modal"]


async def test_every_block_and_every_input_is_drawn_with_its_label(visit: Visit) -> None:
    _, answer = await visit.act(f"{AS_MAYA}/say", {"text": "/pushback everything"})

    drawn = answer["parts"]["modal"]
    for block in everything_modal()["blocks"]:
        if block["type"] == "input":
            assert f"{block['label']['text']}" in drawn
    assert drawn.count("<label for=") + drawn.count("<legend>") == 12
    assert '<optgroup label="Money">' in drawn


async def test_a_message_with_every_block_is_drawn(visit: Visit) -> None:
    await visit.act(f"{AS_MAYA}/say", {"text": "/pushback message"})

    _, page = await visit.get(AS_MAYA)

    assert '<td class="right">12 %</td>' in page
    assert "<figcaption>Starters</figcaption>" in page
    assert 'alt="a curve"' in page


async def test_nothing_is_sent_when_nothing_changed(visit: Visit) -> None:
    seen = visit.stage.desk.version

    assert await visit.get(f"{AS_MAYA}/parts?seen={seen}") == (204, "")
    visit.stage.desk.changed()
    assert (await visit.get(f"{AS_MAYA}/parts?seen={seen}"))[0] == 200


async def test_the_exchanges_are_shown_as_json(visit: Visit) -> None:
    _, answer = await visit.act(f"{AS_MAYA}/say?exchanges=1", {"text": "/pushback x"})

    assert "views.open" in answer["parts"]["exchanges"]
    assert "&#34;trigger_id&#34;" in answer["parts"]["exchanges"]
    assert "xoxb-" not in answer["parts"]["exchanges"]


async def test_an_act_on_a_view_that_is_gone_is_told_and_not_an_error(visit: Visit) -> None:
    status, answer = await visit.act(f"{AS_MAYA}/submit", {"view": "V404", "fields": []})

    assert status == 200
    assert answer["troubles"] == ["The bot's answer is none Slack would take. (not_found)"]


async def test_text_from_anywhere_cannot_become_a_tag(visit: Visit) -> None:
    desk = visit.stage.desk
    attack = "<img src=x onerror=alert(1)>\"'>"
    blocks: list[Json] = [
        {"type": "section", "block_id": '"><b>', "text": {"type": "plain_text", "text": attack}},
        {"type": "image", "image_url": "javascript:alert(1)", "alt_text": attack},
    ]
    channel = desk.channel("C02ONBOARD")
    desk.post(channel, Message(desk.next_ts(), desk.app.user_id, attack, blocks, by_app=True))

    _, page = await visit.get(AS_MAYA)

    assert "<img src=x" not in page
    assert '"><b>' not in page
    assert "javascript:alert" not in page


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"Host": "127.0.0.1.evil.example:80"}, {"Origin": "https://evil.example"}, {"Host": ""}],
)
async def test_what_is_meant_for_or_comes_from_elsewhere_is_refused(visit: Visit, headers: dict[str, str]) -> None:
    assert (await visit.get("/", **headers))[0] == 403
    assert (await visit.act(f"{AS_MAYA}/say", {"text": "x"}, **headers))[0] == 403
    assert (await visit.act("/api/auth.test", {}, **headers))[0] == 403


async def test_a_cross_site_form_is_refused(visit: Visit) -> None:
    status, _ = await visit.act(f"{AS_MAYA}/say", {"text": "x"}, Sec_Fetch_Site="cross-site")
    async with visit.session.post(f"{visit.address}{AS_MAYA}/say", data={"text": "x"}) as response:
        assert response.status == 415

    assert status == 403
