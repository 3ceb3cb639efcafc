#!/usr/bin/env python3
"""A second, independent implementation of what Decorum computes, in plain PyTorch: the GPT-2 tokenizer, the Pygmalion text of
a conversation, and Hugging Face's GPT2ForSequenceClassification. The parity fixtures are made with it.

  gpt2_reference.py validate CHECKPOINT CASES.jsonl   compare with the text, ids and logits that CASES records
  gpt2_reference.py score CHECKPOINT CASES.jsonl      print {"id", "logits", "appropriate_probability", "tokens"} a line

CHECKPOINT is a Hugging Face folder: config.json, model.safetensors (or its shards), tokenizer.json or vocab.json + merges.txt.
CASES holds conversations in the chai payload form. Needs torch, numpy and regex.
"""
import argparse
import json
import struct
from pathlib import Path

import numpy as np
import regex
import torch
from torch import nn

END_OF_TEXT = "<|endoftext|>"
BASE_RATE = 0.672
HISTORY = 10
TYPES = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "U8": torch.uint8}


# ---- safetensors -----------------------------------------------------------------------------------------------------------

def read_safetensors(path):
    blob = Path(path).read_bytes()
    (size,) = struct.unpack_from("<Q", blob)
    header = json.loads(blob[8 : 8 + size])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        data = torch.from_numpy(np.frombuffer(blob, np.uint8, end - begin, 8 + size + begin).copy())
        tensors[name] = data.view(TYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors


def write_safetensors(path, tensors):
    names = {dtype: name for name, dtype in TYPES.items()}
    header, chunks, offset = {"__metadata__": {"format": "pt"}}, [], 0
    for name, tensor in sorted(tensors.items()):
        data = tensor.detach().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes()
        header[name] = {"dtype": names[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [offset, offset + len(data)]}
        chunks.append(data)
        offset += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    Path(path).write_bytes(struct.pack("<Q", len(text)) + text + b"".join(chunks))


# ---- tokenizer -------------------------------------------------------------------------------------------------------------

PRE_TOKENS = regex.compile(r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")


def byte_alphabet():
    """The 256 printable characters that stand for the bytes 0 to 255, in GPT-2's vocabularies."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [b for b in range(256) if b not in printable]
    table = {b: chr(b) for b in printable}
    table.update((b, chr(256 + i)) for i, b in enumerate(others))
    return [table[b] for b in range(256)]


class Tokenizer:
    def __init__(self, vocab, merges):
        self.vocab = vocab
        self.ranks = {tuple(pair): rank for rank, pair in enumerate(merges)}
        self.alphabet = byte_alphabet()
        self.cache = {}

    @classmethod
    def load(cls, folder):
        folder = Path(folder)
        if (folder / "tokenizer.json").exists():
            whole = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
            merges = [m.split(" ") if isinstance(m, str) else m for m in whole["model"]["merges"]]
            added = {token["content"]: token["id"] for token in whole["added_tokens"]}
            return cls({**whole["model"]["vocab"], **added}, merges)
        vocab = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
        lines = (folder / "merges.txt").read_text(encoding="utf-8").split("\n")
        return cls(vocab, [line.split(" ") for line in lines if line and not line.startswith("#version")])

    def encode(self, text):
        ids = []
        for i, part in enumerate(text.split(END_OF_TEXT)):
            if i > 0:
                ids.append(self.vocab[END_OF_TEXT])
            for word in PRE_TOKENS.findall(part):
                if word not in self.cache:
                    self.cache[word] = [self.vocab[piece] for piece in self._merge(word)]
                ids += self.cache[word]
        return ids

    def _merge(self, word):
        pieces = [self.alphabet[b] for b in word.encode("utf-8")]
        while len(pieces) > 1:
            best = min(zip(pieces, pieces[1:]), key=lambda pair: self.ranks.get(pair, len(self.ranks)))
            if best not in self.ranks:
                break
            pieces = merge_pair(pieces, best)
        return pieces


def merge_pair(pieces, pair):
    merged, i = [], 0
    while i < len(pieces):
        if i + 1 < len(pieces) and (pieces[i], pieces[i + 1]) == pair:
            merged.append(pieces[i] + pieces[i + 1])
            i += 2
        else:
            merged.append(pieces[i])
            i += 1
    return merged


def save_tokenizer(folder, vocab, merges, n_positions):
    end = vocab[END_OF_TEXT]
    byte_level = {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True}
    whole = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": end, "content": END_OF_TEXT, "single_word": False, "lstrip": False, "rstrip": False,
                          "normalized": False, "special": True}],
        "normalizer": None,
        "pre_tokenizer": {**byte_level, "add_prefix_space": False},
        "post_processor": {**byte_level, "trim_offsets": False},
        "decoder": byte_level,
        "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": "", "end_of_word_suffix": "",
                  "fuse_unk": False, "byte_fallback": False, "ignore_merges": False, "vocab": vocab,
                  "merges": [list(pair) for pair in merges]},
    }
    (folder / "tokenizer.json").write_text(json.dumps(whole, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    save_tokenizer_config(folder, n_positions)


def save_tokenizer_config(folder, n_positions):
    save_json(folder / "tokenizer_config.json", {
        "add_prefix_space": False, "bos_token": END_OF_TEXT, "clean_up_tokenization_spaces": True, "eos_token": END_OF_TEXT,
        "model_max_length": n_positions, "pad_token": END_OF_TEXT, "padding_side": "right", "tokenizer_class": "GPT2Tokenizer",
        "truncation_side": "left", "unk_token": END_OF_TEXT})


def save_json(path, value):
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


# ---- text of a conversation ------------------------------------------------------------------------------------------------

def format_payload(row):
    bot, user = row["bot_name"], row.get("user_name") or "You"
    text = f"{bot}'s Persona: {row.get('memory') or ''}\n####\n{row.get('prompt') or ''}\n<START>\n"
    for turn in row["chat_history"][-HISTORY:]:
        name = user if turn["sender"] in ("user", user) else bot
        text += f"{name}: {turn['message']}\n"
    return text


# ---- model: parameter names and shapes are those of Hugging Face -------------------------------------------------------------

def gelu_new(x):
    return 0.5 * x * (1.0 + torch.tanh((2.0 / torch.pi) ** 0.5 * (x + 0.044715 * x**3)))


ACTIVATIONS = {"gelu_new": gelu_new, "gelu": nn.functional.gelu, "relu": nn.functional.relu}


class Conv1D(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(inputs, outputs))
        self.bias = nn.Parameter(torch.zeros(outputs))

    def forward(self, x):
        return x @ self.weight + self.bias


class Attention(nn.Module):
    def __init__(self, config, layer):
        super().__init__()
        width = config["n_embd"]
        self.heads = config["n_head"]
        self.divisor = (width // self.heads) ** 0.5 if config.get("scale_attn_weights", True) else 1.0
        if config.get("scale_attn_by_inverse_layer_idx", False):
            self.divisor *= layer + 1
        self.c_attn = Conv1D(width, 3 * width)
        self.c_proj = Conv1D(width, width)
        self.attn_dropout = nn.Dropout(config.get("attn_pdrop", 0.1))
        self.resid_dropout = nn.Dropout(config.get("resid_pdrop", 0.1))

    def forward(self, x, visible):
        batch, length, width = x.shape
        split = (batch, length, self.heads, width // self.heads)
        q, k, v = (part.reshape(split).transpose(1, 2) for part in self.c_attn(x).split(width, dim=2))
        weights = q @ k.transpose(2, 3) / self.divisor
        weights = weights.masked_fill(~visible, torch.finfo(weights.dtype).min).softmax(-1)
        mixed = self.attn_dropout(weights) @ v
        return self.resid_dropout(self.c_proj(mixed.transpose(1, 2).reshape(batch, length, width)))


class Mlp(nn.Module):
    def __init__(self, config):
        super().__init__()
        inner = config.get("n_inner") or 4 * config["n_embd"]
        self.c_fc = Conv1D(config["n_embd"], inner)
        self.c_proj = Conv1D(inner, config["n_embd"])
        self.activation = ACTIVATIONS[config["activation_function"]]
        self.dropout = nn.Dropout(config.get("resid_pdrop", 0.1))

    def forward(self, x):
        return self.dropout(self.c_proj(self.activation(self.c_fc(x))))


class Block(nn.Module):
    def __init__(self, config, layer):
        super().__init__()
        self.ln_1 = nn.LayerNorm(config["n_embd"], eps=config["layer_norm_epsilon"])
        self.attn = Attention(config, layer)
        self.ln_2 = nn.LayerNorm(config["n_embd"], eps=config["layer_norm_epsilon"])
        self.mlp = Mlp(config)

    def forward(self, x, visible):
        x = x + self.attn(self.ln_1(x), visible)
        return x + self.mlp(self.ln_2(x))


class Body(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.wte = nn.Embedding(config["vocab_size"], config["n_embd"])
        self.wpe = nn.Embedding(config["n_positions"], config["n_embd"])
        self.drop = nn.Dropout(config.get("embd_pdrop", 0.1))
        self.h = nn.ModuleList(Block(config, layer) for layer in range(config["n_layer"]))
        self.ln_f = nn.LayerNorm(config["n_embd"], eps=config["layer_norm_epsilon"])

    def forward(self, input_ids, attention_mask, position_ids=None):
        places = torch.arange(input_ids.shape[1])
        visible = (places[None, :] <= places[:, None]) & (attention_mask[:, None, None, :] != 0)
        x = self.drop(self.wte(input_ids) + self.wpe(places if position_ids is None else position_ids))
        for block in self.h:
            x = block(x, visible)
        return self.ln_f(x)


class Classifier(nn.Module):
    """GPT2ForSequenceClassification: the logits at the rightmost id that is not the pad id, or at position 0 without one."""

    def __init__(self, config):
        super().__init__()
        self.config = config
        self.transformer = Body(config)
        labels = list(config.get("id2label", {"0": "LABEL_0", "1": "LABEL_1"}).values())
        self.appropriate = labels.index("appropriate") if "appropriate" in labels else 1
        self.score = nn.Linear(config["n_embd"], len(labels), bias=False)

    @classmethod
    def load(cls, folder):
        folder = Path(folder)
        model = cls(json.loads((folder / "config.json").read_text()))
        files = sorted(folder.glob("model*.safetensors"))
        tensors = {name: tensor.float() for file in files for name, tensor in read_safetensors(file).items()}
        known = model.state_dict().keys()
        model.load_state_dict({name: tensor for name, tensor in tensors.items() if name in known})
        return model.eval()

    def forward(self, input_ids, attention_mask, position_ids=None):
        hidden = self.transformer(input_ids, attention_mask, position_ids)
        positions = torch.arange(input_ids.shape[1], dtype=torch.int32)
        last = (positions * (input_ids != self.config["pad_token_id"]).int()).argmax(-1)
        return self.score(hidden)[torch.arange(input_ids.shape[0]), last]


def score(model, tokenizer, row):
    """The conversation as one unpadded batch of its own, the way the expected values are made."""
    ids = tokenizer.encode(row["text"])
    kept = ids[-model.config["n_positions"] :]
    with torch.inference_mode():
        logits = model(torch.tensor([kept]), torch.ones(1, len(kept), dtype=torch.long))[0]
    probability = torch.softmax(logits.double(), 0)[model.appropriate].item()
    return {"n_tokens_full": len(ids), "input_ids": kept, "logits": logits.tolist(), "appropriate_probability": probability}


def read_jsonl(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def validate(model, tokenizer, cases):
    wrong_text = wrong_ids = 0
    logit = probability = 0.0
    for case in cases:
        wrong_text += format_payload(case) != case["text"]
        got = score(model, tokenizer, case)
        wrong_ids += got["input_ids"] != case["input_ids"] or got["n_tokens_full"] != case["n_tokens_full"]
        logit = max(logit, *(abs(a - b) for a, b in zip(got["logits"], case["logits"])))
        probability = max(probability, abs(got["appropriate_probability"] - case["appropriate_probability"]))
    print(f"{len(cases)} cases: {wrong_text} other texts, {wrong_ids} other token ids, largest difference "
          f"{logit:.2e} in a logit and {probability:.2e} in a probability")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("verb", choices=["validate", "score"])
    arguments.add_argument("checkpoint")
    arguments.add_argument("cases")
    arguments = arguments.parse_args()
    model, tokenizer = Classifier.load(arguments.checkpoint), Tokenizer.load(arguments.checkpoint)
    cases = read_jsonl(arguments.cases)
    if arguments.verb == "validate":
        validate(model, tokenizer, cases)
        return
    for case in cases:
        got = score(model, tokenizer, {"text": case.get("text") or format_payload(case)})
        print(json.dumps({"id": case["id"], "logits": got["logits"],
                          "appropriate_probability": got["appropriate_probability"], "tokens": len(got["input_ids"])}))


if __name__ == "__main__":
    main()
