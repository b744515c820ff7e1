"""A bot of one page that only knows Slack: it opens a modal, answers what is submitted, and writes messages."""

import asyncio
import json
from urllib.parse import parse_qs

from aiohttp import ClientSession
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.playground.referee import Json
from tests.support.playground import Stage


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str, text: str, **more: object) -> Json:
    return {"text": plain(text), "value": value, **more}


def button(action_id: str, text: str, value: str = "1", **more: object) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), "value": value, **more}


def field(block_id: str, label: str, element: Json, **more: object) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": "answer", **element},
        "optional": True,
        **more,
    }


SETTINGS = [option("meeting", "In a meeting"), option("email", "By email")]


def said_modal(quote: str = "", note: str = "") -> Json:
    typed: Json = {"type": "plain_text_input", "multiline": True, "max_length": 3000}
    blocks: list[Json] = [
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": "Write it down *word for word*. The coach works from their words."},
        },
        field("quote", "What did they say?", typed | ({"initial_value": quote} if quote else {}), optional=False),
        field("setting", "When and where?", {"type": "radio_buttons", "options": SETTINGS}),
        field("said_on", "On which day?", {"type": "datepicker"}, hint=plain("The day of the meeting will do.")),
        {"type": "divider"},
        {
            "type": "actions",
            "block_id": "more",
            "elements": [button("step.note", "Add a note"), button("step.push", "Open another")],
        },
    ]
    if note:
        blocks.insert(0, {"type": "context", "elements": [{"type": "mrkdwn", "text": note}]})
    return {
        "type": "modal",
        "callback_id": "step",
        "private_metadata": "{}",
        "title": plain("What was said"),
        "submit": plain("Next"),
        "close": plain("Not now"),
        "notify_on_close": True,
        "blocks": blocks,
    }


def everything_modal() -> Json:
    grouped = {
        "option_groups": [{"label": plain("Money"), "options": [option("budget", "Budget"), option("roi", "Return")]}]
    }
    described = [option("a", "Accept", description=plain("Do it as asked")), option("h", "Hold")]
    sure = {
        "title": plain("Remove it?"),
        "text": {"type": "mrkdwn", "text": "It is *gone* afterwards."},
        "confirm": plain("Remove"),
        "deny": plain("Keep"),
        "style": "danger",
    }
    return {
        "type": "modal",
        "callback_id": "everything",
        "title": plain("Everything"),
        "submit": plain("Save"),
        "blocks": [
            {"type": "header", "text": plain("Listen first")},
            {
                "type": "section",
                "text": {
                    "type": "mrkdwn",
                    "text": "Ask:\n• What would *enough* look like?\n• Who else is asking?\n> We spend too much\n"
                    "See <https://example.org|the study> or ask <@U05DANA>.",
                },
                "accessory": {
                    "type": "overflow",
                    "action_id": "more",
                    "options": [option("copy", "Copy"), option("drop", "Drop")],
                },
            },
            {
                "type": "section",
                "fields": [
                    {"type": "mrkdwn", "text": "*Stage*\nListen"},
                    {"type": "mrkdwn", "text": "*Next contact*\n<!date^1774512000^{date_short}|26 March>"},
                ],
            },
            {
                "type": "section",
                "text": plain("Pick a case"),
                "accessory": {
                    "type": "static_select",
                    "action_id": "case",
                    "placeholder": plain("Case"),
                    "options": SETTINGS,
                },
            },
            {
                "type": "context",
                "elements": [{"type": "mrkdwn", "text": ":bulb: Heard because of _spending_ and _too much_."}],
            },
            field(
                "concern",
                "Main concern",
                {"type": "static_select", **grouped, "placeholder": plain("Choose one")},
                optional=False,
            ),
            field("others", "Other concerns", {"type": "multi_static_select", **grouped}),
            field("ruling", "Your ruling", {"type": "radio_buttons", "options": described}),
            field("wants", "They want", {"type": "checkboxes", "options": described}),
            field("weeks", "Weeks", {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"}),
            field("mail", "Address", {"type": "email_text_input"}),
            field("page", "Page", {"type": "url_text_input"}),
            field("who", "Who decides?", {"type": "users_select"}),
            field("guests", "Who comes?", {"type": "multi_users_select", "max_selected_items": 2}),
            field("room", "Where?", {"type": "channels_select"}),
            field("at", "At what time?", {"type": "timepicker"}),
            field("moment", "Exactly when?", {"type": "datetimepicker"}),
            {
                "type": "actions",
                "block_id": "acts",
                "elements": [
                    button("entry.remove", "Remove", style="danger", confirm=sure),
                    {
                        "type": "static_select",
                        "action_id": "entry.drop",
                        "placeholder": plain("Leave out"),
                        "options": [option("m1", "The first measure")],
                        "confirm": sure,
                    },
                    button("entry.add", "Add", style="primary"),
                    {"type": "datepicker", "action_id": "day"},
                ],
            },
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_section",
                        "elements": [
                            {"type": "text", "text": "Say it ", "style": {"bold": True}},
                            {"type": "emoji", "name": "bulb"},
                            {"type": "user", "user_id": "U05DANA"},
                        ],
                    },
                    {
                        "type": "rich_text_list",
                        "style": "bullet",
                        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "once"}]}],
                    },
                    {"type": "rich_text_quote", "elements": [{"type": "text", "text": "back"}]},
                ],
            },
        ],
    }


def everything_message(picture: str) -> list[Json]:
    series = [
        {"name": name, "data": [{"label": "May", "value": 3}, {"label": "June", "value": 5}]}
        for name in ("Plan", "Real")
    ]
    cells = [[{"type": "raw_text", "text": text} for text in row] for row in (("Measure", "Today"), ("Errors", "12 %"))]
    return [
        {"type": "header", "text": plain("Case")},
        {"type": "markdown", "text": "# Title\n\n**bold** and `code`\n\n- one\n- two"},
        {"type": "table", "rows": cells, "column_settings": [{"align": "left"}, {"align": "right"}]},
        {
            "type": "data_visualization",
            "title": "Starters",
            "chart": {"type": "bar", "series": series, "axis_config": {"categories": ["May", "June"]}},
        },
        {"type": "image", "image_url": picture, "alt_text": "a curve", "title": plain("Curve")},
        {"type": "divider"},
        {
            "type": "actions",
            "block_id": "acts",
            "elements": [
                button("coach.open", "Continue", style="primary"),
                {"type": "static_select", "action_id": "stage", "options": SETTINGS},
            ],
        },
    ]


def summary_modal(quote: str) -> Json:
    text = quote.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {
        "type": "modal",
        "callback_id": "brief",
        "title": plain("Brief"),
        "close": plain("Done"),
        "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": f"They said:\n> {text}"}}],
    }


def home_view() -> Json:
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": plain("Your cases")},
            {"type": "section", "text": {"type": "mrkdwn", "text": "No open case yet."}},
            {"type": "actions", "block_id": "start", "elements": [button("coach.open", "Start", style="primary")]},
        ],
    }


class FakeBot:
    """Remembers what it received; `answers` are given, in turn, instead of its own."""

    def __init__(self, stage: Stage) -> None:
        self.api_url = stage.api_url
        self.token = stage.token
        self.picture = self.api_url.replace("/api/", "/static/icon.svg")
        self.received: list[Json] = []
        self.headers: list[dict[str, str]] = []
        self.answers: list[Response | float] = []

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/slack/events", self.listen, methods=["POST"])])

    async def listen(self, request: Request) -> Response:
        body = (await request.body()).decode()
        self.headers.append(dict(request.headers))
        form = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
        is_json = request.headers["content-type"] == "application/json"
        payload: Json = json.loads(body) if is_json else json.loads(form["payload"]) if "payload" in form else form
        self.received.append(payload)
        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, Response):
                return answer
            await asyncio.sleep(answer)
        return await self.answer(payload)

    async def answer(self, payload: Json) -> Response:
        if "command" in payload:
            return await self.command(payload)
        match payload["type"]:
            case "view_submission":
                return self.submitted(payload)
            case "block_actions":
                await self.pressed(payload)
            case "message_action":
                await self.call(
                    "views.open", trigger_id=payload["trigger_id"], view=said_modal(payload["message"]["text"])
                )
            case "event_callback":
                await self.event(payload["event"])
        return PlainTextResponse("")

    async def command(self, payload: Json) -> Response:
        if payload["text"] == "help":
            return JSONResponse({"response_type": "ephemeral", "text": "Type what they said."})
        if payload["text"] == "later":
            await self.post(payload["response_url"], {"text": "Here it is."})
            return PlainTextResponse("")
        if payload["text"] == "message":
            return JSONResponse(
                {"response_type": "in_channel", "text": "Case", "blocks": everything_message(self.picture)}
            )
        view = everything_modal() if payload["text"] == "everything" else said_modal(payload["text"])
        await self.call("views.open", trigger_id=payload["trigger_id"], view=view)
        return PlainTextResponse("")

    def submitted(self, payload: Json) -> Response:
        values = payload["view"]["state"]["values"]
        quote = values["quote"]["answer"]["value"] if "quote" in values else ""
        if quote == "?":
            return JSONResponse({"response_action": "errors", "errors": {"quote": "Write their sentence."}})
        return JSONResponse({"response_action": "update", "view": summary_modal(quote)})

    async def pressed(self, payload: Json) -> None:
        match payload["actions"][0]["action_id"]:
            case "step.note":
                view = payload["view"]
                changed = said_modal(note="Noted.")
                await self.call("views.update", view_id=view["id"], hash=view["hash"], view=changed)
            case "step.push":
                await self.call("views.push", trigger_id=payload["trigger_id"], view=said_modal())
            case "coach.open":
                await self.call("views.open", trigger_id=payload["trigger_id"], view=said_modal())

    async def event(self, event: Json) -> None:
        if event["type"] == "app_home_opened" and event["tab"] == "home":
            await self.call("views.publish", user_id=event["user"], view=home_view())
        elif event["type"] == "message":
            blocks = [
                {"type": "section", "text": {"type": "mrkdwn", "text": "Shall we begin?"}},
                {"type": "actions", "block_id": "begin", "elements": [button("coach.open", "Begin")]},
            ]
            await self.call("chat.postMessage", channel=event["channel"], text="Shall we begin?", blocks=blocks)

    async def call(self, method: str, **given: object) -> Json:
        return await self.post(f"{self.api_url}{method}", given, {"Authorization": f"Bearer {self.token}"})

    async def post(self, url: str, given: Json, headers: dict[str, str] | None = None) -> Json:
        async with ClientSession() as session, session.post(url, json=given, headers=headers) as response:
            text = await response.text()
        answer: Json = json.loads(text) if text.startswith("{") else {}
        return answer
