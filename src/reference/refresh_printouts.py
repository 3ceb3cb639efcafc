#!/usr/bin/env python3
"""Writes down again what the commands in README.md, in the documentation and in examples print, after a change that moves numbers
or words on purpose.

  refresh_printouts.py DISTRIBUTION [PAGE...]

Run it from the top of the repository; DISTRIBUTION is an unpacked installation with the libraries of training. With pages, such as
README.md or src/site/markdown/tutorial.md, only these are written. Read the difference before you commit it: the tests take whatever is
written down.
"""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SETTINGS = Path("src/test/resources/documentation").absolute()
MODEL = Path("src/main/resources/dev/decorum/demo-model").absolute()
TERMINAL = "-Ddecorum.terminal.stdout=true -Ddecorum.terminal.stderr=true"


def environment(distribution, **further):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DECORUM_")}
    return {**kept, "PATH": f"{distribution / 'bin'}:{os.environ['PATH']}", "DECORUM_NO_ARCHIVE": "yes", "NO_COLOR": "1",
            "PAGER": "cat", **further}


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


def settings(name):
    lines = (SETTINGS / name).read_text(encoding="utf-8").splitlines()
    return dict(line.split(" = ", 1) for line in lines if line and not line.startswith("#"))


def shell(command, folder, distribution, terminal):
    """The lines that a command prints."""
    further = {"DECORUM_OPTS": TERMINAL} if terminal else {}
    done = subprocess.run(["bash", "-c", "exec 2>&1\n" + command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, cwd=folder,
                          env=environment(distribution, HOME=str(folder.parent / "home"), **further))
    return re.sub(r"\r\x1b\[K(?:[^\r\n]*(?=\r\x1b\[K))?", "", done.stdout.decode()).splitlines()


def masked(line):
    return re.sub(r" +", " ", re.sub(r"[-+]?\d+\.\d+", "#", line))


def with_left_out(before, printed):
    """Leaves out of what is printed what was left out before, where a line of dots stands; speeds stay as they were."""
    speeds = iter([line for line in before if line.startswith("  speed ")])
    printed = [next(speeds, line) if line.startswith("  speed ") else line for line in printed]
    parts = [[]]
    for line in before:
        if line == "...":
            parts.append([])
        else:
            parts[-1].append(line)
    if len(parts) == 1:
        return printed
    at = len(parts[0])
    written = printed[:at]
    for part in parts[1:-1]:
        found = [i for i in range(at, len(printed)) if masked(printed[i]) == masked(part[0])]
        at = found[0] if found else at
        written += ["...", *printed[at:at + len(part)]]
        at += len(part)
    return written + ["..."] + (printed[-len(parts[-1]):] if parts[-1] else [])


def page_sessions(distribution, page):
    """Runs a page from top to bottom in a folder of its own, as DocumentationIT does, and writes what its sessions show."""
    not_run = settings("not-run.txt")
    root = str(Path.cwd())
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary) / "home/.cache/huggingface/hub/models--Jellywibble--CHAI_alignment_reward_model"
        (home / "refs").mkdir(parents=True)
        (home / "refs/main").write_text("0" * 40, encoding="utf-8")
        subprocess.run(["cp", "-R", MODEL, home / "snapshots"], check=True)
        (home / "snapshots").rename(home / ("0" * 40))
        (home / "snapshots").mkdir()
        (home / ("0" * 40)).rename(home / "snapshots" / ("0" * 40))
        folder = Path(temporary) / "page"
        (folder / "bin").mkdir(parents=True)
        (folder / "bin/decorum").symlink_to(distribution / "bin/decorum")
        subprocess.run(["cp", "-R", "examples", folder], check=True)
        text = page.read_text(encoding="utf-8")
        commands = "\n".join(re.findall(r"(?ms)^```(?:sh|console)\n(.*?)^```", text))
        for name, command in settings("fixtures.txt").items():
            if re.search(r"(?:(?<![\w./-])|(?<=(?<![\w.])\./))" + re.escape(name), commands):
                shell(command.replace("$ROOT", root), folder, distribution, terminal=False)

        def block(match):
            kind, lines = match.group(1), match.group(2).splitlines()
            if kind == "sh":
                kept = [line for line in match.group(2).replace("\\\n", "").splitlines() if not any(part in line for part in not_run)]
                shell("\n".join(kept), folder, distribution, terminal=False)
                return match.group(0)
            starts = [i for i, line in enumerate(lines) if line.startswith("$ ")]
            written = []
            for start, end in zip(starts, [*starts[1:], len(lines)]):
                command, before = lines[start][2:], lines[start + 1:end]
                if not any(part in command for part in not_run):
                    print(f"{page}: {command}")
                    before = with_left_out(before, shell(command, folder, distribution, terminal=True))
                written += [lines[start], *before]
            return "```console\n" + "\n".join(written) + "\n```"

        page.write_text(re.sub(r"(?ms)^```(sh|console)\n(.*?)^```", block, text), encoding="utf-8")


def pages():
    return [Path("README.md"), *(page for page in sorted(Path("src/site/markdown").rglob("*.md")) if "```console" in page.read_text(encoding="utf-8"))]


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    installed = Path(sys.argv[1]).resolve()
    if len(sys.argv) == 2:
        examples(installed)
    for each in [Path(name) for name in sys.argv[2:]] or pages():
        page_sessions(installed, each)
