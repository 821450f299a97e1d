"""The examples of docs/CLIENTS.md, run as they stand there."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from .checks import Wrong, same

PAGE = Path(__file__).parents[3] / "docs/CLIENTS.md"
JAVASCRIPT = Path(__file__).parents[3] / "target/interop/javascript"
VERSION = "of docs/CLIENTS.md"
# An example and what it prints.
EXAMPLE = re.compile(r"```(python|sh|js)\n(.*?)```\n```text\n(.*?)```", re.DOTALL)


def read(proxy, lake):
    found = EXAMPLE.findall(PAGE.read_text())
    same("every client has an example", len(found) >= 8, True)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for language, text, printed in found:
        if language == "js" and not (JAVASCRIPT / "node_modules/@aws-sdk").exists():
            continue
        text = text.replace("http://localhost:18080", proxy.endpoint)
        with tempfile.TemporaryDirectory() as directory:
            if language == "js":
                directory = JAVASCRIPT
            commands = {
                "python": [sys.executable, "-c", text],
                "sh": ["bash", "-euo", "pipefail", "-c", text],
                "js": ["node", "--no-warnings", "--input-type=module", "-e", text],
            }
            ended = subprocess.run(
                commands[language], cwd=directory, env={**os.environ, "PATH": path},
                capture_output=True, text=True, timeout=120, check=False)
        if ended.returncode:
            raise Wrong(f"{text.splitlines()[0]}...: {ended.stderr.strip()[-300:]}")
        same(f"{text.splitlines()[0]}...", ended.stdout.strip(), printed.strip())
    yield f"{len(found)} examples print what the page says"
