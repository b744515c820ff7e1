from datetime import timedelta

from bot.store.store import Store
from tests.support.stored import NOW

IN_TEN_MINUTES = NOW + timedelta(minutes=10)


async def test_a_state_is_good_once(store: Store) -> None:
    async with store.sweep() as sweep:
        await sweep.oauth_states.keep("secret", IN_TEN_MINUTES)

    async with store.sweep() as sweep:
        wrong = await sweep.oauth_states.consume("guess", NOW)
        first = await sweep.oauth_states.consume("secret", NOW)
        second = await sweep.oauth_states.consume("secret", NOW)

    assert (wrong, first, second) == (False, True, False)


async def test_an_expired_state_is_no_good(store: Store) -> None:
    async with store.sweep() as sweep:
        await sweep.oauth_states.keep("late", IN_TEN_MINUTES)
        await sweep.oauth_states.keep("left", IN_TEN_MINUTES)

    async with store.sweep() as sweep:
        assert not await sweep.oauth_states.consume("late", IN_TEN_MINUTES)
        assert await sweep.oauth_states.forget_expired(IN_TEN_MINUTES) == 1
