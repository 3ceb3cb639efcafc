#!/usr/bin/env python3
"""Makes src/test/resources/training/language-model.json: how well Hugging Face's GPT2LMHeadModel predicts the validation rows.

  make_language_model_fixtures.py ../test/resources

For the folder training/language-model and each of the first 12 rows of training/validation.jsonl, cut on the left to 128 tokens: the sum of the
cross-entropies of all next tokens, how many there are, and for how many the token with the highest logit is the right one. Needs torch
2.13.0, transformers 5.18.0.
"""
import json
import sys
from pathlib import Path

import torch
from transformers import AutoTokenizer, GPT2LMHeadModel

from gpt2_reference import format_payload, read_jsonl

ROWS = 12


def main():
    folder = Path(sys.argv[1]) / "training"
    tokenizer = AutoTokenizer.from_pretrained(folder / "language-model", truncation_side="left")
    model = GPT2LMHeadModel.from_pretrained(folder / "language-model", dtype=torch.float32).eval()
    torch.set_num_threads(1)
    rows = []
    for row in read_jsonl(folder / "validation.jsonl")[:ROWS]:
        ids = torch.tensor([tokenizer(format_payload(row), truncation=True, max_length=128)["input_ids"]])
        with torch.no_grad():
            logits = model(ids).logits[0, :-1].double()
        right = ids[0, 1:]
        losses = torch.nn.functional.cross_entropy(logits, right, reduction="sum")
        rows.append({"id": row["id"], "ids": ids[0].tolist(), "loss": losses.item(), "count": len(right),
                     "right": int((logits.argmax(-1) == right).sum())})
    (folder / "language-model.json").write_text(json.dumps({"rows": rows}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
