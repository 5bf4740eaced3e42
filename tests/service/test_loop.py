"""The loop that holds what runs beside the server."""

import asyncio

import structlog

from bot.core.errors import StoreError
from bot.service import loop


def test_a_failing_job_is_tried_again() -> None:
    async def check() -> int:
        stop, runs = asyncio.Event(), 0
        running = asyncio.get_running_loop()

        def job() -> None:
            nonlocal runs
            runs += 1
            if runs == 3:
                running.call_soon_threadsafe(stop.set)
            raise StoreError("away") if runs == 1 else ValueError("no luck")

        await loop.every(0.0, job)(stop)
        return runs

    with structlog.testing.capture_logs() as logged:
        assert asyncio.run(check()) == 3
    # Whoever runs a store that is away needs no traceback.
    assert [each.get("exc_info") for each in logged] == [None, True, True]
    assert logged[0]["reason"] == "away"


def test_when_one_part_ends_all_of_it_ends() -> None:
    async def check() -> list[str]:
        ended = []

        async def short(stop: asyncio.Event) -> None:
            ended.append("short")

        async def long(stop: asyncio.Event) -> None:
            await stop.wait()
            ended.append("long")

        await loop.serve([], [short, long])
        return ended

    assert asyncio.run(check()) == ["short", "long"]


def test_a_part_that_fails_begins_anew_and_ends_no_other() -> None:
    async def check() -> list[str]:
        begun: list[str] = []

        async def shaky(stop: asyncio.Event) -> None:
            begun.append("shaky")
            if len(begun) == 1:
                raise ValueError("no luck")

        await loop.serve([], [shaky])
        return begun

    assert asyncio.run(check()) == ["shaky", "shaky"]
