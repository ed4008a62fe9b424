"""Runs the same script through the sync and the async client, so that one test covers both."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from itertools import islice
from typing import Any

from gdyb_runtime.signing.signers import Signer

from . import AsyncClient, Client, Settings

Step = tuple[Any, Mapping[str, Any]]


class Driver:
    """Opens a client, makes some calls one after the other, closes it; gives results and errors alike."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def run(self, settings: Settings, *steps: Step, signer: Signer | None = None) -> list[Any]:
        """What each call returned or raised."""
        if self.kind == "sync":
            return self._run(settings, steps, signer)
        return asyncio.run(self._run_async(settings, steps, signer))

    def call(self, settings: Settings, operation: Any, **nodes: Any) -> Any:
        """What one call returned; raises what it raised."""
        result = self.run(settings, (operation, nodes))[0]
        if isinstance(result, BaseException):
            raise result
        return result

    def call_raw(self, settings: Settings, infno: str, input: Mapping[str, Any], **options: Any) -> Any:
        """What one call without a table returned; raises what it raised."""
        if self.kind == "sync":
            with Client(settings) as client:
                return client.call_raw(infno, input, **options)

        async def call() -> Any:
            async with AsyncClient(settings) as client:
                return await client.call_raw(infno, input, **options)

        return asyncio.run(call())

    def in_batches(self, settings: Settings, operation: Any, *, most: int | None = None, **options: Any) -> list[Any]:
        """The parts of a call with many rows, or the first of them."""
        if self.kind == "sync":
            with Client(settings) as client:
                return list(islice(client.in_batches(operation, **options), most))

        async def parts() -> list[Any]:
            found: list[Any] = []
            async with AsyncClient(settings) as client:
                async for part in client.in_batches(operation, **options):
                    found.append(part)
                    if len(found) == most:
                        break
            return found

        return asyncio.run(parts())

    def pages(self, settings: Settings, operation: Any, **nodes: Any) -> list[Any]:
        """All pages of a query."""
        if self.kind == "sync":
            with Client(settings) as client:
                return list(client.pages(operation, **nodes))
        return asyncio.run(self._pages(settings, operation, nodes))

    def _run(self, settings: Settings, steps: tuple[Step, ...], signer: Signer | None) -> list[Any]:
        results: list[Any] = []
        with Client(settings, signer=signer) as client:
            for operation, nodes in steps:
                try:
                    results.append(client.call(operation, **nodes))
                except Exception as error:
                    results.append(error)
        return results

    async def _run_async(self, settings: Settings, steps: tuple[Step, ...], signer: Signer | None) -> list[Any]:
        results: list[Any] = []
        async with AsyncClient(settings, signer=signer) as client:
            for operation, nodes in steps:
                try:
                    results.append(await client.call(operation, **nodes))
                except Exception as error:
                    results.append(error)
        return results

    async def _pages(self, settings: Settings, operation: Any, nodes: Mapping[str, Any]) -> list[Any]:
        async with AsyncClient(settings) as client:
            return [reply async for reply in client.pages(operation, **nodes)]
