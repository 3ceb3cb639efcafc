#!/usr/bin/env python3
"""Trains the demo model that is bundled with Decorum, on the training rows of DiaSafety and nothing else.

  train_demo.py DIASAFETY_FOLDER OUT

DIASAFETY_FOLDER holds train.jsonl, val.jsonl and test.jsonl (two-message dialogues in the chai form with a label); the model
goes to OUT as a Hugging Face folder and its metrics on val and test to stdout. Needs torch, scikit-learn, numpy and regex.

The steps: a byte-level BPE vocabulary; a word n-gram logistic regression as teacher, fitted in folds so that it never scores
a message that it was fitted on; then classification of real dialogues (label and teacher mixed) and of recombined ones (a
context and a response, or pieces of them, of the same fold; teacher only), in chats of varied names, personas and lengths.
Weights are averaged; the average with the least log loss on val is kept, and its temperature is fitted on val.
"""
import copy
import functools
import heapq
import json
import random
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import torch
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import KFold
from sklearn.pipeline import FeatureUnion, Pipeline
from torch import nn

from make_demo_data import BOT_NAMES, PERSONAS, USER_NAMES
from gpt2_reference import (ACTIVATIONS, END_OF_TEXT, PRE_TOKENS, Classifier, Tokenizer, byte_alphabet, format_payload,
                            merge_pair, read_jsonl, save_json, save_tokenizer, write_safetensors)

SEED = 7
VOCABULARY = 8192
FOLDS = 8
STEPS = 2800
BATCH_TOKENS = 5120
POOL = 512  # rows that are sorted by length together
LONGEST = 256  # tokens of a training row, of which the last are kept
LEARNING_RATE = 3e-3
WEIGHT_DECAY = 0.05
TOKEN_DROPOUT = 0.03
LABEL_SHARE = 0.5  # of a real row's target; the rest is the teacher's
REAL = 0.4  # of the rows; the rest is recombined
SPLICED = 0.6  # of the recombined messages
AVERAGING = 0.998
CHECK_EVERY = 200

CONFIG = {
    "activation_function": "gelu_new", "architectures": ["GPT2ForSequenceClassification"], "attn_pdrop": 0.0, "embd_pdrop": 0.1,
    "id2label": {"0": "inappropriate", "1": "appropriate"}, "initializer_range": 0.02,
    "label2id": {"inappropriate": 0, "appropriate": 1}, "layer_norm_epsilon": 1e-05, "model_type": "gpt2", "n_embd": 64,
    "n_head": 2, "n_inner": None, "n_layer": 2, "n_positions": 512, "reorder_and_upcast_attn": False, "resid_pdrop": 0.0,
    "scale_attn_by_inverse_layer_idx": False, "scale_attn_weights": True, "torch_dtype": "float32",
    "transformers_version": "4.41.2", "use_cache": True, "vocab_size": VOCABULARY, "bos_token_id": VOCABULARY - 1,
    "eos_token_id": VOCABULARY - 1, "pad_token_id": VOCABULARY - 1,
}


# The same function in one kernel: training takes three quarters of the time.
ACTIVATIONS["gelu_new"] = functools.partial(nn.functional.gelu, approximate="tanh")


# ---- vocabulary ------------------------------------------------------------------------------------------------------------

def train_bpe(texts, size):
    counts = Counter(word for text in texts for word in PRE_TOKENS.findall(text))
    alphabet = byte_alphabet()
    words = [([alphabet[b] for b in word.encode("utf-8")], count) for word, count in counts.items()]
    pairs, where = Counter(), defaultdict(set)
    for i, (pieces, count) in enumerate(words):
        for pair in zip(pieces, pieces[1:]):
            pairs[pair] += count
            where[pair].add(i)
    queue = [(-count, pair) for pair, count in pairs.items()]
    heapq.heapify(queue)
    tokens, merges = sorted(alphabet), []
    while len(tokens) < size - 1:
        count, best = heapq.heappop(queue)
        if pairs[best] != -count:
            continue
        merges.append(best)
        tokens.append(best[0] + best[1])
        changed = set()
        for i in where.pop(best):
            old, count = words[i]
            new = merge_pair(old, best)
            words[i] = (new, count)
            for pair in zip(old, old[1:]):
                pairs[pair] -= count
                changed.add(pair)
            for pair in zip(new, new[1:]):
                pairs[pair] += count
                where[pair].add(i)
                changed.add(pair)
        for pair in changed - {best}:
            if pairs[pair] > 0:
                heapq.heappush(queue, (-pairs[pair], pair))
    vocab = {token: id for id, token in enumerate([*tokens, END_OF_TEXT])}
    return vocab, merges


# ---- teacher ---------------------------------------------------------------------------------------------------------------

class Column:
    """Takes the context (0) or the response (1) out of the pairs."""

    def __init__(self, index):
        self.index = index

    def fit(self, pairs, labels=None):
        return self

    def transform(self, pairs):
        return [pair[self.index] for pair in pairs]


def fit_teacher(pairs, labels):
    def side(index):
        ngrams = TfidfVectorizer(sublinear_tf=True, lowercase=False, ngram_range=(1, 3), min_df=2,
                                 token_pattern=r"(?u)\b\w+\b|[^\w\s]")
        return Pipeline([("column", Column(index)), ("ngrams", ngrams)])

    both = FeatureUnion([("context", side(0)), ("response", side(1))])
    return Pipeline([("both", both), ("regression", LogisticRegression(C=2.5, solver="liblinear"))]).fit(pairs, labels)


class Teacher:
    """Soft labels for pairs of the training set, each from the fold that did not see it."""

    def __init__(self, pairs, labels):
        self.pairs, self.models, self.members, self.own = pairs, [], [], np.zeros(len(pairs))
        for seen, unseen in KFold(FOLDS, shuffle=True, random_state=SEED).split(pairs):
            model = fit_teacher([pairs[i] for i in seen], labels[seen])
            self.own[unseen] = model.predict_proba([pairs[i] for i in unseen])[:, 1]
            self.models.append(model)
            self.members.append(unseen.tolist())

    def recombined(self, rng, count):
        """New pairs of contexts and responses: (pair, probability that the response is appropriate)."""
        k = rng.randrange(FOLDS)

        def message(side):
            one, other = (self.pairs[rng.choice(self.members[k])][side] for _ in range(2))
            return splice(rng, one, other) if rng.random() < SPLICED else one

        pairs = [(message(0), message(1)) for _ in range(count)]
        return list(zip(pairs, self.models[k].predict_proba(pairs)[:, 1]))


def splice(rng, one, other):
    """The beginning of one message and the end of another, some words left out: the teacher knows what such a text is worth."""
    one, other = one.split(" "), other.split(" ")
    words = one[: rng.randint(0, len(one))] + other[rng.randint(0, len(other)) :]
    return " ".join(word for word in words if rng.random() < 0.85) or rng.choice(one)


# ---- chats -----------------------------------------------------------------------------------------------------------------

def chat(rng, pair, harmless):
    """The pair as the end of a chat: most often as it is, else with names, a persona and earlier harmless exchanges."""
    row = {"bot_name": "Bot", "user_name": "You", "memory": "", "prompt": ""}
    earlier = []
    if rng.random() < 0.4:
        row["bot_name"], row["user_name"] = rng.choice(BOT_NAMES), rng.choice(USER_NAMES)
        if rng.random() < 0.5:
            row["memory"] = " ".join(rng.sample(PERSONAS, rng.choice((1, 1, 2))))
        if rng.random() < 0.25:
            context, response = rng.choice(harmless)
            row["prompt"] = f"{row['user_name']}: {context}\n{row['bot_name']}: {response}"
        if rng.random() < 0.4:
            earlier = [message for _ in range(rng.choice((1, 1, 2, 2, 3, 4))) for message in rng.choice(harmless)]
    messages = [*earlier, *pair]
    row["chat_history"] = [{"sender": ("user", row["bot_name"])[i % 2], "message": message} for i, message in enumerate(messages)]
    return format_payload(row)


def pad(rows):
    longest = max(map(len, rows))
    ids = torch.tensor([row + [CONFIG["pad_token_id"]] * (longest - len(row)) for row in rows])
    return ids, torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])


def grouped(rows, length):
    """Cuts rows, sorted by length, into batches that hold BATCH_TOKENS tokens with their padding."""
    groups = [[]]
    for row in rows:
        if groups[-1] and (len(groups[-1]) + 1) * length(row) > BATCH_TOKENS:
            groups.append([])
        groups[-1].append(row)
    return groups


def batches(rng, tokenizer, draw, harmless):
    """Endless (input_ids, attention_mask, targets), rows of like length together; `draw` gives (pair, target) rows."""
    while True:
        rows = [(tokenizer.encode(chat(rng, pair, harmless))[-LONGEST:], target) for pair, target in draw(POOL)]
        groups = grouped(sorted(rows, key=lambda row: len(row[0])), lambda row: len(row[0]))
        rng.shuffle(groups)
        for group in groups:
            ids, mask = pad([ids for ids, _ in group])
            yield ids, mask, torch.tensor([target for _, target in group], dtype=torch.float32)


# ---- training --------------------------------------------------------------------------------------------------------------

def initialise(model):
    torch.manual_seed(SEED)
    for name, parameter in model.named_parameters():
        if parameter.dim() == 2:
            deep = name.endswith("c_proj.weight")
            nn.init.normal_(parameter, std=CONFIG["initializer_range"] / ((2 * CONFIG["n_layer"]) ** 0.5 if deep else 1))


def loss_of(model, rng, ids, mask, targets):
    dropped = torch.rand(ids.shape) < TOKEN_DROPOUT
    dropped[torch.arange(len(ids)), mask.sum(1) - 1] = False  # the logits are read at the last token
    ids = ids.masked_fill(dropped, CONFIG["pad_token_id"])
    first = rng.randint(0, CONFIG["n_positions"] - ids.shape[1]) if rng.random() < 0.25 else 0
    logits = model(ids, mask, torch.arange(first, first + ids.shape[1]))
    return nn.functional.cross_entropy(logits, torch.stack([1 - targets, targets], 1))


def train(model, stream, rng, after_step):
    matrices = [p for p in model.parameters() if p.dim() == 2]
    vectors = [p for p in model.parameters() if p.dim() < 2]
    optimizer = torch.optim.AdamW([{"params": matrices, "weight_decay": WEIGHT_DECAY}, {"params": vectors, "weight_decay": 0.0}],
                                  lr=LEARNING_RATE, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=STEPS, pct_start=0.08,
                                                   cycle_momentum=False)
    for step in range(1, STEPS + 1):
        model.train()
        optimizer.zero_grad(set_to_none=True)
        loss_of(model, rng, *next(stream)).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        after_step(step)


def average_into(average, model, step):
    share = min(AVERAGING, step / (step + 10))
    with torch.no_grad():
        for kept, new in zip(average.parameters(), model.parameters()):
            kept.lerp_(new, 1 - share)


def predict(model, tokenizer, rows):
    """(logits, probabilities) of the rows, in batches of like length."""
    texts = [tokenizer.encode(format_payload(row))[-CONFIG["n_positions"] :] for row in rows]
    order = sorted(range(len(rows)), key=lambda i: len(texts[i]))
    logits = torch.empty(len(rows), 2)
    model.eval()
    with torch.inference_mode():
        for group in grouped(order, lambda i: len(texts[i])):
            logits[group] = model(*pad([texts[i] for i in group]))
    return logits.double(), torch.softmax(logits.double(), 1)[:, 1].numpy()


def metrics(labels, probabilities):
    labels, probabilities = np.array(labels), np.array(probabilities)
    return {"n": len(labels), "accuracy": float(((probabilities > 0.5) == labels).mean()),
            "log_loss": log_loss(labels, probabilities), "roc_auc": roc_auc_score(labels, probabilities)}


def fit_temperature(logits, labels):
    scales = np.exp(np.linspace(-1, 1, 401))
    return min(scales, key=lambda scale: nn.functional.cross_entropy(logits * scale, labels).item())


def main(data, out):
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    data, out, rng = Path(data), Path(out), random.Random(SEED)
    train_rows, val_rows, test_rows = (read_jsonl(data / f"{part}.jsonl") for part in ("train", "val", "test"))
    pairs = [tuple(turn["message"] for turn in row["chat_history"]) for row in train_rows]
    labels = np.array([row["label"] for row in train_rows])
    val_labels = [row["label"] for row in val_rows]
    harmless = [pair for pair, label in zip(pairs, labels) if label == 1 and sum(map(len, pair)) < 200]

    vocab, merges = train_bpe([chat(rng, pair, harmless) for pair in pairs], VOCABULARY)
    tokenizer = Tokenizer(vocab, merges)
    teacher = Teacher(pairs, labels)
    print("teacher, unseen training rows:", metrics(labels, teacher.own), flush=True)
    targets = LABEL_SHARE * labels + (1 - LABEL_SHARE) * teacher.own
    epoch = []

    def real(count):
        while len(epoch) < count:
            epoch.extend(rng.sample(range(len(pairs)), len(pairs)))
        return [(pairs[i], targets[i]) for i in (epoch.pop() for _ in range(count))]

    def mixed(count):
        return real(int(count * REAL)) + teacher.recombined(rng, count - int(count * REAL))

    model = Classifier(CONFIG)
    initialise(model)
    average, best = copy.deepcopy(model), {"log_loss": float("inf")}
    start = time.time()

    def after_step(step):
        nonlocal best
        average_into(average, model, step)
        if step % CHECK_EVERY == 0:
            found = metrics(val_labels, predict(average, tokenizer, val_rows)[1])
            print(f"step {step}, {time.time() - start:.0f} s, val {found}", flush=True)
            if found["log_loss"] < best["log_loss"]:
                best = {**found, "step": step, "weights": copy.deepcopy(average.state_dict())}

    train(model, batches(rng, tokenizer, mixed, harmless), rng, after_step)

    model.load_state_dict(best["weights"])
    scale = fit_temperature(predict(model, tokenizer, val_rows)[0], torch.tensor(val_labels))
    with torch.no_grad():
        model.score.weight.mul_(scale)

    out.mkdir(parents=True, exist_ok=True)
    save_json(out / "config.json", dict(sorted(CONFIG.items())))
    save_tokenizer(out, vocab, merges, CONFIG["n_positions"])
    write_safetensors(out / "model.safetensors", model.state_dict())
    report = {"step": best["step"], "temperature_scale": scale}
    base_rate = float(labels.mean())
    for name, rows in (("val", val_rows), ("test", test_rows)):
        wanted = [row["label"] for row in rows]
        report[name] = metrics(wanted, predict(model, tokenizer, rows)[1])
        report[name]["base_rate_log_loss"] = log_loss(wanted, [base_rate] * len(rows))
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
