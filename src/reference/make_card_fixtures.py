#!/usr/bin/env python3
"""Makes the model cards that `decorum model verify` is tested with: src/test/resources/cards. Deterministic.

  make_card_fixtures.py ../test/resources

The code of each card below is run as it stands, by Hugging Face's transformers on checkpoints/base, so texts are what Python
makes of them and numbers what transformers computes. Between << and >> stands an expression over the code's names, with a
format, or OUT for all that the code printed. Needs torch and transformers. See README.md beside this file.

Written are NAME.md, the cards; cards.jsonl, with the numbers that each prints; texts.jsonl, with texts and their probability.
"""
import contextlib
import io
import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import torch
import transformers

# The beginning of a card, with many numbers that are no results of texts.
HEAD = """\
---
license: mit
language:
- en
model-index:
- name: quayside
  results:
  - metrics:
    - type: accuracy
      value: 0.7431
---

# Quayside reward model

A small classifier that says how likely a reader finds the last reply of a chat appropriate (label 1) or not (label 0).

- Loss: 0.5217
- Accuracy: 0.7431
- baseline: 0.672, so a delta of 10.6% is usual

It's trained on chats that weren't filtered (see "Data"), with a learning rate of 2e-05.

## How to use it

"""

TAIL = """
## Training

The following hyperparameters were used:
- learning_rate: 2e-05
- optimizer: Adam with betas=(0.9,0.999) and epsilon=1e-08
- mean appropriate probability: 0.61

| Training Loss | Epoch | Step | Validation Loss | Accuracy |
|:---:|:---:|:---:|:---:|:---:|
| 0.6911 | 0.03 | 200 | 0.6602 | 0.6744 |
| 0.5833 | 0.06 | 400 | 0.5411 | 0.7431 |
"""

LOAD = """\
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

# Load the model and its tokenizer
name = "example/quayside"
tokenizer = AutoTokenizer.from_pretrained(name)
tokenizer.truncation_side = "left"
tokenizer.pad_token_id = tokenizer.eos_token_id
model = AutoModelForSequenceClassification.from_pretrained("example/quayside")

"""

COMPUTE = """\

inputs = tokenizer(chat, return_tensors="pt", truncation=True, max_length=128)
with torch.no_grad():
    logits = model(**inputs).logits
probabilities = torch.softmax(logits, dim=-1)[0]
print(f"Appropriate Probability: {probabilities[1].item():.3f}")
"""

SCORE = """\
def score(text):
    \"\"\"Returns the appropriate probability: 1.0 is best.\"\"\"
    inputs = tokenizer(text, return_tensors="pt", truncation=True)
    with torch.no_grad():
        return torch.softmax(model(**inputs).logits, dim=-1)[0, 1].item()

"""

CHAT = '''\
chat = """Marlow's Persona: Marlow keeps the ferry. He is dry, patient, and never late.
####
<START>
You: Is there room for one more?
Marlow: For you and the "dog" both.
"""
'''

QUOTED = "chat = \"Marlow's Persona: \\u201cdry\\u201d\\n####\\n<START>\\nYou: Late again?\\nMarlow: Never.\\n\"\n"

P = "probabilities[1].item()"
Q = "probabilities[0].item()"


def fenced(code, mark="```", language="python"):
    return f"{mark}{language}\n{code}{mark}\n"


def indented(code, by="    "):
    return "".join(by + line if line.strip() else line for line in code.splitlines(keepends=True))


def prompted(code):
    lines, depth = [], 0
    for line in code.splitlines(keepends=True):
        goes_on = depth % 2 == 1 or line.startswith(" ")
        lines.append(("... " if goes_on else ">>> ") + line)
        depth += line.count('"""')
    return "".join(lines)


def in_string(p=f"<<{P}:.3f>>", q=f"<<{Q}:.3f>>"):
    return f'"""\nAppropriate Probability: {p}\nInappropriate Probability: {q}\n"""\n'


def cards():
    """Name, the card before its numbers are filled in, and the code to run for them."""
    chai = LOAD + CHAT + COMPUTE
    yield "unfenced", HEAD + chai + in_string() + TAIL, chai
    yield "fenced", HEAD + fenced(chai + in_string()) + TAIL, chai
    yield "fenced-tilde", HEAD + fenced(chai + in_string(), "~~~~") + TAIL, chai
    yield "fence-unclosed", HEAD + "```python\n" + chai + in_string(), chai
    yield "indented", HEAD + indented(chai + in_string()) + TAIL, chai
    yield "indented-tab", HEAD + indented(chai + in_string(), "\t") + TAIL, chai
    yield "list-item", HEAD + "1. Run this:\n\n" + indented(fenced(chai + in_string()), "   ") + TAIL, chai
    yield "crlf", HEAD + chai + in_string() + TAIL, chai
    yield "crlf-fenced-bom", HEAD + fenced(chai + in_string()) + TAIL, chai
    comma = in_string(f"<<f'{{{P}:.3f}}'.replace('.', ',')>>", f"<<f'{{{Q}:.3f}}'.replace('.', ',')>>")
    yield "decimal-comma", HEAD + chai + comma + TAIL, chai
    yield "decimal-comma-fenced", HEAD + fenced(chai + comma) + TAIL, chai
    yield "one-line-string", HEAD + fenced(chai + f'"""Appropriate Probability: <<{P}:.4f>>"""\n') + TAIL, chai
    yield "text-quoted", HEAD + fenced(LOAD + QUOTED + COMPUTE + in_string()) + TAIL, LOAD + QUOTED + COMPUTE

    parts = LOAD + '''\
bot = 'Marlow'
persona = 'Marlow keeps the ferry.'
chat = (
    f"{bot}'s Persona: {persona}\\n####\\n"  # the memory
    '<START>\\n'
    'You: {braces} are {{mine}}\\n'
    fr"{bot}: A raw \\n stays" "\\n"
)
''' + COMPUTE
    yield "text-parts", HEAD + fenced(parts + in_string()) + TAIL, parts
    joined = LOAD + '''\
head = "Ada's Persona: Ada maps caves.\\n####\\n" + "<START>\\n"
chat = head + "\\n".join([
    "You: How deep?",
    'Ada: Deeper than "that".\\t(She points)',
    """You: Deeper than
two lines?""",
]) + '\\n'
chat += "Ada: \\N{SNOWMAN} Always.\\n"
''' + COMPUTE
    yield "text-joined", HEAD + joined + in_string() + TAIL, joined
    stripped = LOAD + '''\
chat: str = """
You: Spaces around?
Bo: None.
""".strip()
''' + COMPUTE
    yield "text-stripped", HEAD + fenced(stripped + in_string()) + TAIL, stripped

    yield "comment", HEAD + fenced(chai + f"# Appropriate Probability: <<{P}:.3f>>\n") + TAIL, chai
    scored = LOAD + SCORE + QUOTED + 'print(score(chat))'
    yield "comment-bare", HEAD + fenced(scored + "  # <<score(chat):.4f>>\n") + TAIL, scored
    elements = LOAD + QUOTED + COMPUTE.replace("print(f", "# print(f")
    shown = f"inappropriate = probabilities[0].item()  # <<{Q}:.3f>>\nprobabilities[1].item()  # -> <<{P}:.3f>>\n"
    yield "comment-elements", HEAD + fenced(elements + shown) + TAIL, elements
    yield "output-block", HEAD + fenced(chai) + "\nwhich prints\n\n" + fenced("<<OUT>>", language="") + TAIL, chai
    yield "output-block-text", HEAD + fenced(chai) + fenced("<<OUT>>", language="text") + TAIL, chai
    yield "prose", HEAD + fenced(chai) + f"\nThe result is **Appropriate Probability:** `<<{P}:.3f>>`.\n" + TAIL, chai
    yield "prose-unfenced", HEAD + chai + f"\nAppropriate Probability: <<{P}:.3f>>\n" + TAIL, chai
    percent = f'"""\nAppropriate: <<{P} * 100:.1f>>%\nInappropriate: <<{Q} * 100:.1f>> %\n"""\n'
    yield "percent", HEAD + chai + percent + TAIL, chai
    tensor = LOAD + CHAT + '''
inputs = tokenizer(chat, return_tensors="pt")
logits = model(**inputs).logits
print(logits)
print(torch.softmax(logits, dim=-1))
'''
    yield "tensor", HEAD + fenced(tensor) + fenced("<<OUT>>", language="") + TAIL, tensor
    yield "tensor-string", HEAD + tensor + '"""\n<<OUT>>"""\n' + TAIL, tensor

    session = LOAD + SCORE + CHAT + "score(chat)\n"
    yield "doctest", HEAD + fenced(prompted(session) + "<<score(chat)>>\n", language="pycon") + TAIL, session
    yield "doctest-unfenced", HEAD + prompted(session) + "<<score(chat):.5f>>\n" + TAIL, session
    two = LOAD + SCORE + '''\
good = "You: Hello!\\nIda: Hello, dear.\\n"
bad = 'You: Hello!\\nIda: Go away, you fool.\\n'
'''
    after = "print(score(good))  # <<score(good):.3f>>\nprint(score(bad))  # <<score(bad):.3f>>\n"
    yield "two-comments", HEAD + fenced(two + after) + TAIL, two
    prints = two + "for chat in [bad, good]:\n    print(round(score(chat), 4))\n"
    yield "two-in-a-loop", HEAD + fenced(prints) + fenced("<<OUT>>", language="") + TAIL, prints
    batch = two + '''\
batch = tokenizer([good, bad], return_tensors="pt", padding=True)
with torch.no_grad():
    print(model(**batch).logits.softmax(dim=-1))
'''
    yield "two-in-a-batch", HEAD + fenced(batch) + fenced("<<OUT>>", language="") + TAIL, batch
    column = batch.replace("dim=-1)", "dim=-1)[:, 1]")
    yield "two-in-a-column", HEAD + fenced(column) + fenced("<<OUT>>", language="") + TAIL, column
    apart = [two + "print(score(bad))\n", '"""\n<<score(bad):.3f>>\n"""\n', "\nAnd the other:\n\n", "print(score(good))\n",
             '"""\n<<score(good):.3f>>\n"""\n']
    yield "two-apart", HEAD + fenced(apart[0] + apart[1]) + apart[2] + fenced(apart[3] + apart[4]) + TAIL, two

    pipe = '''\
from transformers import pipeline

classifier = pipeline("text-classification", model="example/quayside", device="cpu")
print(classifier("You: Tea?\\nBo: With milk, please.\\n"))
'''
    yield "pipeline", HEAD + fenced(pipe + "# <<OUT>>") + TAIL, pipe
    table = '''\
| Conversation | Appropriate probability | Inappropriate |
|---|---|---|
| `You: Tea?\\nBo: With \\| or without?\\n` | <<a:.3f>> | <<1 - a:.1%>> |
| You: Tea?<br>Bo: No.<br> | **<<b:.4f>>** | |
| "Just \\"quoted\\" words" | <<c:.3f>> | <<1 - c:.3f>> |
'''
    rows = LOAD + SCORE + '''\
a = score("You: Tea?\\nBo: With | or without?\\n")
b = score("You: Tea?\\nBo: No.\\n")
c = score('Just "quoted" words')
'''
    yield "table", HEAD + table + TAIL, rows
    named = "| text | score |\n| :-- | --: |\n| good | <<score(good):.3f>> |\n| `bad` | <<score(bad):.3f>> |\n"
    yield "table-names", HEAD + fenced(two) + "\n" + named + TAIL, two
    bare = LOAD + CHAT + COMPUTE.replace('print(f"Appropriate Probability: {probabilities[1].item():.3f}")\n', "")
    yield "bare-string", HEAD + bare + f'"""\n<<{P}:.3f>>\n"""\n' + TAIL, bare


TEXTS = [
    "You: Hi\nBo: Hello.\n",
    "Bo's Persona: Bo repairs clocks.\n####\n<START>\nYou: Can it be mended?\nBo: Everything can.\n",
    "Ida's Persona: \"Ida\" sails.\n####\nYou: wind?\nIda: Plenty!\n<START>\nYou: And today?\nIda: None at all.\n",
    "You: It's 5 o'clock: 0.672 or 67.2%?\nBo: Appropriate Probability: 0.5, I think.\n",
    "  leading blanks\n\n\tand a tab\n",
    "Caf\u00e9, na\u00efve, \u2603, \U0001f600 & back\\slash\n",
    "one line without an end",
    "You: {braces} and {{more}}\nBo: # not a comment\n",
]


def run(code):
    names = {}
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "card", "exec"), names)
    names["OUT"] = out.getvalue()
    return names


def fill(card, names):
    numbers = []

    def value(match):
        expression, _, form = match.group(1).partition(":.") if match.group(1)[:2] != "f'" else (match.group(1), "", "")
        got = eval(expression, names)
        shown = format(got, "." + form) if form else str(got)
        numbers.extend(re.findall(r"-?\d+[.,]\d+", shown))
        return shown

    return re.sub(r"<<(.*?)>>", value, card), numbers


def main(resources):
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    resources = Path(resources).resolve()
    os.chdir(tempfile.mkdtemp())
    shutil.copytree(resources / "checkpoints/base", "example/quayside")  # the model's name in the cards is this folder
    folder = resources / "cards"
    folder.mkdir(exist_ok=True)
    with open(folder / "cards.jsonl", "w", encoding="utf-8", newline="\n") as index:
        for name, card, code in cards():
            text, numbers = fill(card, run(code))
            assert numbers and all(text.count(number) >= 1 for number in numbers), name
            if name.startswith("crlf"):
                text = text.replace("\n", "\r\n")
            if name.endswith("bom"):
                text = "\ufeff" + text
            (folder / f"{name}.md").write_bytes(text.encode("utf-8"))
            index.write(json.dumps({"card": name, "numbers": numbers}) + "\n")
    names = run(LOAD + SCORE)
    with open(folder / "texts.jsonl", "w", encoding="utf-8", newline="\n") as out:
        for text in TEXTS:
            out.write(json.dumps({"text": text, "appropriate_probability": names["score"](text)}) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
