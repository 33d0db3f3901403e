"""A running kernel, spoken to as a notebook's page speaks to it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.table import ROOT

PATIENCE = 120  # seconds for one message


class Kernel:
    """Executes code, and moves the sliders that the code made."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def execute(self, code: str) -> list[dict[str, Any]]:
        """Run code; return what came on iopub."""
        messages = list(self._until_idle(self.client.execute(code)))
        for message in messages:
            if message["msg_type"] == "error":
                raise RuntimeError("\n".join(message["content"]["traceback"]))
        return messages

    def sliders(self, code: str) -> dict[str, str]:
        """Run code that makes sliders; return their models' ids by description."""
        found = {}
        for message in self.execute(code):
            if message["msg_type"] == "comm_open":
                state = message["content"]["data"].get("state", {})
                if state.get("_model_name") == "FloatSliderModel":
                    found[state["description"]] = message["content"]["comm_id"]
        return found

    def slide(self, model: str, value: float) -> float:
        """Move a slider; return the seconds until the new picture has come."""
        update = {"method": "update", "state": {"value": value}, "buffer_paths": []}
        content = {"comm_id": model, "data": update}
        message = self.client.session.msg("comm_msg", content)
        start = time.perf_counter()
        self.client.shell_channel.send(message)
        arrived = None
        for reply in self._until_idle(message["header"]["msg_id"]):
            data = reply["content"].get("data", {})
            if arrived is None and "image/png" in data:
                arrived = time.perf_counter()
        if arrived is None:
            raise RuntimeError("the kernel drew nothing for a moved slider")
        return arrived - start

    def _until_idle(self, parent: str) -> Iterator[dict[str, Any]]:
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") != parent:
                continue
            yield message
            idle = message["content"].get("execution_state") == "idle"
            if message["msg_type"] == "status" and idle:
                return


@contextmanager
def kernel() -> Iterator[Kernel]:
    """Start a Python kernel in this environment; end it."""
    from jupyter_client.manager import KernelManager

    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(
        cwd=str(ROOT),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        extra_arguments=["--log-level=ERROR"],  # it warns that its ports are in plain text
    )
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=PATIENCE)
        yield Kernel(client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
