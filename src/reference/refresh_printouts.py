#!/usr/bin/env python3
"""Writes down again what the commands in README.md and in examples print, after a change that moves numbers on purpose.

  refresh_printouts.py DISTRIBUTION

Run it from the top of the repository; DISTRIBUTION is an unpacked installation with the libraries of training. Read the difference
before you commit it: the tests take whatever is written down.
"""
import os
import re
import subprocess
import sys
from pathlib import Path


def environment(distribution, **further):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DECORUM_")}
    return {**kept, "PATH": f"{distribution / 'bin'}:{os.environ['PATH']}", "DECORUM_NO_ARCHIVE": "yes", **further}


def examples(distribution):
    for folder in sorted(path.parent for path in Path("examples").glob("*/cmd")):
        command = (folder / "cmd").read_text(encoding="utf-8").strip()
        done = subprocess.run(["sh", "-c", command], stdin=subprocess.DEVNULL, capture_output=True, env=environment(distribution))
        (folder / "expected-out").write_bytes(done.stdout)
        (folder / "expected-err").write_bytes(done.stderr)
        code = folder / "expected-code"
        if done.returncode != (int(code.read_text()) if code.exists() else 0):
            sys.exit(f"{folder}: exit code {done.returncode}\n{done.stderr.decode()}")
        print(folder)


def sessions(distribution, page):
    """What stands behind every "$ " of a console block."""
    terminal = {"DECORUM_OPTS": "-Ddecorum.terminal.stdout=true -Ddecorum.terminal.stderr=true"}

    def block(match):
        written = []
        for line in match.group(2).splitlines():
            if line.startswith("$ "):
                command = re.sub(r"^bin/decorum", "decorum", line[2:])
                done = subprocess.run(["sh", "-c", "{ " + command + " ; } 2>&1"], stdin=subprocess.DEVNULL, capture_output=True,
                                      env=environment(distribution, **terminal))
                written += [line, *done.stdout.decode().splitlines()]
                print(line)
        return match.group(1) + "\n".join(written) + "\n```"

    text = page.read_text(encoding="utf-8")
    page.write_text(re.sub(r"(?ms)^(```console\n)(.*?)^```", block, text), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    installed = Path(sys.argv[1]).resolve()
    examples(installed)
    sessions(installed, Path("README.md"))
