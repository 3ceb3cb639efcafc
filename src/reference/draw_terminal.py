#!/usr/bin/env python3
"""Draws the README's picture of a terminal, from what the commands really print.

  draw_terminal.py DISTRIBUTION

Run it from the top of the repository. The text of the session is in the picture's description too, where ReadmeIT compares it with
what the program prints.
"""
import os
import re
import subprocess
import sys
from html import escape
from pathlib import Path

PICTURE = Path("src/site/resources/images/terminal.svg")
COMMANDS = [
    "decorum compare examples/compare-versions/v1.jsonl examples/compare-versions/v2.jsonl | head -n 3",
    "decorum explain examples/explain-a-score/chat.jsonl | head -n 20",
]
COLUMN, LINE, MARGIN, SIZE = 8.4, 20, 24, 14
BAR = re.compile("[█▏▎▍▌▋▊▉]+")
EIGHTHS = " ▏▎▍▌▋▊▉█"
STYLE = """
    text { font: %dpx ui-monospace, 'SF Mono', SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; white-space: pre; fill: #24292f }
    .paper { fill: #f6f8fa; stroke: #d0d7de }
    .prompt { fill: #8250df; font-weight: 600 }
    .command { font-weight: 600 }
    .head { fill: #57606a }
    .bar { fill: #0969da }
    .fall { fill: #bc4c00; font-weight: 600 }
    .rise { fill: #1a7f37; font-weight: 600 }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .paper { fill: #161b22; stroke: #30363d }
      .prompt { fill: #d2a8ff }
      .head { fill: #9198a1 }
      .bar { fill: #58a6ff }
      .fall { fill: #f0883e }
      .rise { fill: #3fb950 }
    }
""" % SIZE


def session(distribution):
    """The lines of a terminal, as pairs of a line and whether it is a command."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DECORUM_")}
    environment |= {"PATH": f"{distribution / 'bin'}:{os.environ['PATH']}", "DECORUM_NO_ARCHIVE": "yes"}
    lines = []
    for command in COMMANDS:
        done = subprocess.run(["sh", "-c", command], stdin=subprocess.DEVNULL, capture_output=True, env=environment, check=True)
        lines += [(f"$ {command}", True)] + [(line, False) for line in done.stdout.decode().splitlines()] + [("", False)]
    return lines[:-1]


def text(x, y, content, kind):
    """One piece of a line; it is as wide as its characters in whatever font it is shown."""
    if not content.strip():
        return ""
    lead = len(content) - len(content.lstrip())
    content = content.strip()
    return (f'  <text x="{MARGIN + (x + lead) * COLUMN:.1f}" y="{y}" textLength="{len(content) * COLUMN:.1f}"'
            f'{kind and f""" class="{kind}" """.rstrip()}>{escape(content, quote=False)}</text>\n')


def bar(x, y, blocks):
    width = sum(EIGHTHS.index(block) for block in blocks) / 8 * COLUMN
    return f'  <rect class="bar" x="{MARGIN + x * COLUMN:.1f}" y="{y - 12}" width="{width:.1f}" height="14" rx="2"/>\n'


def line(content, is_command, y):
    if is_command:
        return text(0, y, "$", "prompt") + text(2, y, content[2:], "command")
    drawn, at = "", 0
    for match in re.finditer(r"[█▏▎▍▌▋▊▉]+|[-+]\d+\.\d[▼▲]|\bBETTER\b", content):
        drawn += text(at, y, content[at:match.start()], "")
        found = match.group()
        if BAR.match(found):
            drawn += bar(match.start(), y, found)
        else:
            drawn += text(match.start(), y, found, "fall" if found.endswith("▼") else "rise")
        at = match.end()
    return drawn + text(at, y, content[at:], "head" if content.lstrip().startswith(("│", "score after")) else "")


def picture(lines):
    width = 2 * MARGIN + max(len(content) for content, _ in lines) * COLUMN
    height = 2 * MARGIN + len(lines) * LINE - 4
    said = "\n".join(content for content, _ in lines)
    drawn = "".join(line(content, is_command, MARGIN + 12 + i * LINE) for i, (content, is_command) in enumerate(lines))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" width="{width:.0f}" height="{height}" role="img">\n'
            f"  <title>Decorum on a terminal</title>\n  <desc>{escape(said, quote=False)}\n</desc>\n  <style>{STYLE}  </style>\n"
            f'  <rect class="paper" x="0.5" y="0.5" width="{width - 1:.0f}" height="{height - 1}" rx="10"/>\n{drawn}</svg>\n')


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    PICTURE.write_text(picture(session(Path(sys.argv[1]).resolve())), encoding="utf-8")
    print(PICTURE)
