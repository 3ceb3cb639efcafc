"""Scores texts with Hugging Face as a skilled user would script it: one by one in the order of length (c), and with the
beginning that the texts of a group share computed once (c+). Measures the whole program by itself: time it from outside.

  score_as_scripted.py CHECKPOINT TEXTS.jsonl OUT.jsonl [--dtype bfloat16] [--share]

TEXTS.jsonl holds {"id", "text"}; with --share, texts that begin with the same 40
characters are a group.
"""
import argparse, copy, json, torch
from transformers import AutoTokenizer, GPT2ForSequenceClassification

a = argparse.ArgumentParser()
a.add_argument("checkpoint"); a.add_argument("texts"); a.add_argument("out")
a.add_argument("--dtype", default="bfloat16"); a.add_argument("--share", action="store_true")
a = a.parse_args()
tok = AutoTokenizer.from_pretrained(a.checkpoint, truncation_side="left")
m = GPT2ForSequenceClassification.from_pretrained(a.checkpoint, dtype=getattr(torch, a.dtype)).eval()
rows = [json.loads(line) for line in open(a.texts, encoding="utf-8")]
full = tok([r["text"] for r in rows])["input_ids"]
ids = [i[-1024:] for i in full]

def logits(tokens, past=None):
    h = m.transformer(torch.tensor([tokens]), past_key_values=past, use_cache=past is not None).last_hidden_state[:, -1]
    return m.score(h).float()[0].tolist()

result = {}
with torch.inference_mode():
    if a.share:
        groups = {}
        for k, r in enumerate(rows):
            groups.setdefault(r["text"][:40] if len(full[k]) <= 1024 else r["id"], []).append(k)
        for ks in groups.values():
            p = 0
            if len(ks) > 1:
                short = min(len(ids[k]) for k in ks)
                while p < short - 1 and len({ids[k][p] for k in ks}) == 1:
                    p += 1
            past = m.transformer(torch.tensor([ids[ks[0]][:p]]), use_cache=True).past_key_values if p else None
            for k in ks:
                result[k] = logits(ids[k][p:], copy.deepcopy(past) if p else None)
    else:
        for k in sorted(range(len(rows)), key=lambda k: -len(ids[k])):
            result[k] = logits(ids[k])
with open(a.out, "w") as out:
    for k, r in enumerate(rows):
        out.write(json.dumps({"id": r["id"], "logits": result[k]}) + "\n")
