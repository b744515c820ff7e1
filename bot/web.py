"""The HTTP face: what Slack posts, the pages people open, what an operator's monitoring asks."""

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from starlette.responses import Response

from bot.envelope import Envelope
from bot.guard import Answer


def answer_by(bolt: AsyncApp) -> Answer:
    """Return what answers an envelope with Bolt's listeners.

    The guard has checked the signature over the raw bytes and parsed them; Bolt gets what they say, as it does in
    Socket Mode, and neither verifies nor parses a second time. No header goes along: headers are not signed, and
    some of them steer Bolt (`x-slack-bolt-lazy-only`).
    """

    async def answer(envelope: Envelope) -> Response:
        said = await bolt.async_dispatch(AsyncBoltRequest(body=envelope.payload, mode="socket_mode"))
        return Response(said.body, said.status, said.first_headers())

    return answer
