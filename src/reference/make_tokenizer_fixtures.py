#!/usr/bin/env python3
"""Random tokenizer folders and the token ids that Hugging Face's transformers makes with them.

    make_tokenizer_fixtures.py ../test/resources
    make_tokenizer_fixtures.py ../test/resources --seed 7 --count 1000 --output /tmp/more.jsonl

Writes tokenizers/folders.jsonl. Its first lines are parts of files, by their names: {"part", "text"}. Every other line is
a folder: "files" by their names, in which ⟦NAME⟧ stands for a part; "positions" of the model; "texts"; and what
AutoTokenizer made of them, "ids", or why it failed, "fails".
"""

import argparse
import contextlib
import io
import json
import os
import random
import shutil
import tempfile
import warnings

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_VERBOSITY"] = "critical"
os.environ["RUST_LOG"] = "off"

END = "<|endoftext|>"
NAMED = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"]
CONTENTS = [
    END, "<pad>", "<unk>", "<s>", "</s>", "<mask>", "[SEP]", "<|user|>", "<|bot|>", "<BOT>", "hello", "Hello", "he", "lo w",
    " the", "the", "word", "é", "e\u0301", "🙂", "\n", "  ", "<a b>", "a", "<|", "ing", "<|end", "oftext|>", "CAFÉ", "İ", "1",
    "<0x41>", "Ġthe", "ſ",
]
WORDS = [
    "the", "hello", "Hello", "world", "it's", "I'll", "thing", "running", "word", "words", "a", "é", "cafe\u0301", "CAFÉ", "naïve",
    "🙂", "👩‍👧", "日本語", "2024", "3.14", "!?", "...", "ß", "ſ", "İstanbul", "x_y", "\u00a0", "\u200b", "<|", "|>", "ＡＢ",
]
SPACES = [" ", " ", " ", " ", "  ", "\n", "\n\n", "\t", "", " \n", "\u3000"]


# Vocabularies

def vocabularies(base):
    """Small ones by name: (vocab as a list of pairs, since keys may come twice, merges)."""
    vocab, merges = base["vocab"], [tuple(m.split(" ")) if isinstance(m, str) else tuple(m) for m in base["merges"]]
    letters = [token for token, i in sorted(vocab.items(), key=lambda e: e[1]) if i < 256]

    def made(count, before=(), behind=(), skip=()):
        kept = [m for m in merges[:count] if not any(s in m[0] + m[1] for s in skip)]
        tokens = list(before) + [t for t in letters if t not in skip] + [a + b for a, b in kept] + list(behind)
        return list(dict.fromkeys(tokens)), kept

    found = {}
    tokens, kept = made(70, behind=[END])
    found["plain"] = ([(t, i) for i, t in enumerate(tokens)], kept)
    tokens, kept = made(40)
    found["bare"] = ([(t, i) for i, t in enumerate(tokens)], kept)
    tokens, kept = made(50, behind=[END])
    found["gap"] = ([(t, i if t != END else i + 9) for i, t in enumerate(tokens)], kept)
    tokens, kept = made(50, before=["<s>", "<pad>", "</s>", "<unk>"], behind=["<mask>", "Ġhello", "<|user|>"])
    found["front"] = ([(t, i) for i, t in enumerate(tokens)], kept)
    tokens, kept = made(60, before=["<unk>"], behind=["<0x41>", "<0xC3>", "<0xA9>", "Ġtheword"], skip=["A", "Ã", "q", "ł"])
    found["holes"] = ([(t, i) for i, t in enumerate(tokens)], kept)
    tokens, kept = made(30, behind=[END])
    found["twice"] = ([(t, i) for i, t in enumerate(tokens)] + [("e", 68), (END, len(tokens) - 1)], kept)
    characters = ["<unk>", " ", "é", "🙂", "\n", *"abcdefghijklmnopqrstuvwxyz", "H", "1", "."]
    pairs = [("t", "h"), ("th", "e"), ("h", "e"), (" ", "the"), ("l", "l"), ("o", " ")]
    tokens = characters + [a + b for a, b in pairs] + [END]
    found["characters"] = ([(t, i) for i, t in enumerate(tokens)], pairs)
    return found


def parts(found):
    texts = {}
    for name, (vocab, merges) in found.items():
        texts[name + ".vocab"] = "{" + ",".join(json.dumps(t, ensure_ascii=False) + ":" + str(i) for t, i in vocab) + "}"
        texts[name + ".pairs"] = json.dumps(merges, ensure_ascii=False, separators=(",", ":"))
        joined = [" ".join(m) for m in merges]
        texts[name + ".strings"] = json.dumps(joined, ensure_ascii=False, separators=(",", ":"))
        texts[name + ".txt"] = "\n".join(["#version: 0.2", *joined, ""])
    return texts


# Folders

class Folder:
    """One random folder; everything comes from its own generator."""

    def __init__(self, number, seed, found):
        self.random = random.Random(f"{seed}/{number}")
        self.found = found
        self.contents = self.random.sample(CONTENTS, self.random.randint(1, 7)) + [END]
        self.files = {}
        self.positions = self.random.choice([8, 16, 24, 48])
        self.make()

    def chance(self, p):
        return self.random.random() < p

    def pick(self, *values):
        return self.random.choice(values)

    def content(self):
        return self.random.choice(self.contents)

    def flags(self, full=True, special=None):
        flags = {}
        for name, p in (("single_word", 0.2), ("lstrip", 0.3), ("rstrip", 0.3), ("normalized", 0.4), ("special", 0.6)):
            if full or self.chance(0.7):
                flags[name] = self.chance(p)
        if special is not None:
            flags["special"] = special
        return flags

    def token(self, typed):
        """A token as configurations have it."""
        if self.chance(0.6):
            return self.content()
        token = {"content": self.content(), **self.flags(full=self.chance(0.7))}
        if typed and self.chance(0.93):
            token["__type"] = "AddedToken"
        if self.chance(0.3):
            token.pop("special", None)
        return token

    def tokens(self, typed):
        kind = self.random.random()
        if kind < 0.1:
            return self.pick(None, [], {})
        if kind < 0.3:
            return {self.pick("image_token", "my_name", "pad_token", "user"): self.token(typed) for _ in range(self.pick(1, 2))}
        return [self.content() if self.chance(0.8) else self.token(typed) for _ in range(self.pick(1, 2, 3))]

    def special_fields(self, fields, typed, p):
        for name in NAMED:
            if self.chance(p):
                fields[name] = None if self.chance(0.15) else self.token(typed)
        for name in ("additional_special_tokens", "extra_special_tokens"):
            if self.chance(p / 2):
                fields[name] = self.tokens(typed)
        for name in ("image_token", "user_token"):
            if self.chance(p / 4):
                fields[name] = self.token(typed)

    def added_tokens(self, size):
        tokens, at = [], size
        for content in self.random.sample(self.contents, self.random.randint(0, len(self.contents))):
            flags = self.flags(full=not self.rebuilt() or self.chance(0.97))
            tokens.append({"id": at, "content": content, **flags})
            at += self.pick(1, 1, 1, 2)
        if self.chance(0.05) and tokens:
            tokens.append(dict(tokens[0], lstrip=True, id=at))
        return tokens

    def normalizer(self, deep=True):
        kinds = ["NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents"]
        if deep and self.chance(0.4):
            return {"type": "Sequence", "normalizers": [self.normalizer(False) for _ in range(self.pick(1, 2))]}
        return {"type": self.random.choice(kinds)}

    def byte_level(self):
        made = {"type": "ByteLevel", "add_prefix_space": self.chance(0.4), "trim_offsets": self.chance(0.5)}
        if self.chance(0.8):
            made["use_regex"] = self.chance(0.8)
        return made

    def pre_tokenizer(self, deep=True):
        kind = self.random.random()
        if deep and kind < 0.25:
            steps = [self.pre_tokenizer(False) for _ in range(self.pick(0, 1, 2))] + [self.byte_level()]
            return {"type": "Sequence", "pretokenizers": steps}
        if kind < 0.7:
            return self.byte_level()
        return self.pick(
            {"type": "Digits", "individual_digits": self.chance(0.5)},
            {"type": "Whitespace"},
            {"type": "WhitespaceSplit"},
            {"type": "Punctuation", "behavior": self.pick("Isolated", "Removed", "MergedWithPrevious", "MergedWithNext", "Contiguous")},
            {"type": "Split", "pattern": {"Regex": GPT4}, "behavior": self.pick("Isolated", "Removed"), "invert": self.chance(0.2)},
        )

    def post_processor(self, deep=True):
        kind = self.random.random()
        if deep and kind < 0.2:
            steps = [self.post_processor(False) for _ in range(self.pick(1, 1, 1, 2))]
            return {"type": "Sequence", "processors": [BYTES] * self.pick(0, 1) + steps + [BYTES] * self.pick(0, 1)}
        if kind < 0.45:
            return BYTES
        if kind < 0.6:
            return {"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", self.pick(0, 7)], "trim_offsets": True,
                    "add_prefix_space": self.chance(0.5)}
        if kind < 0.65:
            return {"type": "BertProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0]}
        text = {"Sequence": {"id": "A", "type_id": 0}}
        bos, eos = {"SpecialToken": {"id": "<s>", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}
        single = self.pick([text], [bos, text], [text, eos], [bos, text, eos], [bos, bos, text])
        ids = {"<s>": [0], "</s>": self.pick([2], [2, 3])}
        used = {piece["SpecialToken"]["id"] for piece in single if "SpecialToken" in piece}
        return {"type": "TemplateProcessing", "single": single, "pair": [*single, {"Sequence": {"id": "B", "type_id": 1}}],
                "special_tokens": {t: {"id": t, "ids": ids[t], "tokens": [t] * len(ids[t])} for t in sorted(used)}}

    def rebuilt(self):
        return "Fast" not in self.kind.removeprefix("GPT2TokenizerFast") and self.kind != "TokenizersBackend"

    def make(self):
        self.kind = self.pick("", "", "GPT2Tokenizer", "GPT2TokenizerFast", "PreTrainedTokenizerFast", "PreTrainedTokenizerFast",
                              "TokenizersBackend")
        config = {"architectures": ["GPT2ForSequenceClassification"], "model_type": "gpt2", "n_positions": self.positions,
                  "vocab_size": 2000, "n_embd": 4, "n_layer": 1, "n_head": 1}
        settings = {}
        if self.kind:
            (settings if self.chance(0.8) else config)["tokenizer_class"] = self.kind
            if self.chance(0.05):
                config["tokenizer_class"] = self.pick("GPT2Tokenizer", "PreTrainedTokenizerFast")
        names = ["plain", "plain", "bare", "gap", "front", "twice", "holes"] + ([] if self.rebuilt() else ["characters"])
        vocabulary = self.random.choice(names)
        if self.rebuilt() and self.chance(0.3) and (vocabulary != "twice" or self.chance(0.05)):
            self.files["vocab.json"] = f"⟦{vocabulary}.vocab⟧"
            self.files["merges.txt"] = f"⟦{vocabulary}.txt⟧"
        else:
            self.files["tokenizer.json"] = self.tokenizer(vocabulary)
        self.settings(settings)
        if settings or self.chance(0.8):
            self.files["tokenizer_config.json"] = json.dumps(settings, ensure_ascii=False)
        if self.chance(0.3):
            fields = {}
            self.special_fields(fields, False, 0.4)
            if self.chance(0.1):
                fields[self.pick("add_bos_token", "add_prefix_space", "split_special_tokens")] = True
            self.files["special_tokens_map.json"] = json.dumps(fields, ensure_ascii=False)
        if self.chance(0.3):
            size = len(self.found[vocabulary][0])
            added = {c: size + i * self.pick(1, 1, 2) for i, c in enumerate(self.contents) if self.chance(0.6)}
            self.files["added_tokens.json"] = json.dumps(added, ensure_ascii=False)
        self.files["config.json"] = json.dumps(config)
        self.texts = self.made_texts()

    def tokenizer(self, vocabulary):
        model = {}
        if self.chance(0.8):
            model["type"] = "BPE"
        if self.chance(0.7):
            model["dropout"] = self.pick(None, None, 0.0)
            model["unk_token"] = self.pick(None, None, "<unk>")
            for name in ("continuing_subword_prefix", "end_of_word_suffix"):
                model[name] = self.pick("", None)
        for name in ("fuse_unk", "byte_fallback", "ignore_merges"):
            if self.chance(0.3):
                model[name] = self.chance(0.6)
        model["vocab"] = f"⟦{vocabulary}.vocab⟧"
        model["merges"] = f"⟦{vocabulary}.{self.pick('pairs', 'strings')}⟧"
        fields = {}
        if self.chance(0.9):
            fields["version"] = "1.0"
        if self.chance(0.7):
            fields["truncation"] = self.pick(
                None, {"direction": self.pick("Right", "Left"), "max_length": 5, "strategy": "LongestFirst", "stride": 0})
            fields["padding"] = self.pick(None, None, {
                "strategy": self.pick("BatchLongest", {"Fixed": 12}), "direction": "Right", "pad_to_multiple_of": None,
                "pad_id": 1, "pad_type_id": 0, "pad_token": self.pick("<pad>", self.content())})
        if self.chance(0.97):
            fields["added_tokens"] = self.added_tokens(len(self.found[vocabulary][0]))
        if self.chance(0.8):
            fields["normalizer"] = self.normalizer() if self.chance(0.4) else None
        if self.chance(0.95):
            fields["pre_tokenizer"] = None if self.chance(0.05) else self.pre_tokenizer()
        if self.chance(0.8):
            fields["post_processor"] = self.post_processor() if self.chance(0.7) else None
        if self.chance(0.7):
            fields["decoder"] = self.pick(None, {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True})
        fields["model"] = model
        if self.chance(0.3):
            order = list(fields)
            self.random.shuffle(order)
            fields = {name: fields[name] for name in order}
        text = json.dumps(fields, ensure_ascii=False, indent=self.pick(None, None, 1))
        return text.replace('"⟦', "⟦").replace('⟧"', "⟧")

    def settings(self, settings):
        self.special_fields(settings, True, 0.3)
        if self.chance(0.4):
            settings["added_tokens_decoder"] = {
                str(self.pick(0, 1, 2, 300, 301) + i): {"content": c, **self.flags(full=self.chance(0.8))}
                for i, c in enumerate(self.random.sample(self.contents, self.random.randint(0, len(self.contents))))}
        for name, p in (("add_prefix_space", 0.3), ("add_bos_token", 0.2), ("add_eos_token", 0.15)):
            if self.chance(p):
                settings[name] = self.chance(0.7)
        if self.chance(0.06):
            settings["split_special_tokens"] = self.chance(0.8)
        if self.chance(0.05):
            settings["model_specific_special_tokens"] = {"image_token": self.token(True)}
        if self.chance(0.5):
            settings["model_max_length"] = self.pick(12, 12, 1000, 10**30, 1e30, None)
        if self.chance(0.1):
            settings["max_len"] = self.pick(11, 512)
        if self.chance(0.2):
            settings["truncation_side"] = self.pick("left", "right")
        if self.chance(0.2):
            settings["padding_side"] = "left"
        if self.chance(0.2):
            settings["clean_up_tokenization_spaces"] = True
        if self.chance(0.02):
            settings["auto_map"] = {"AutoTokenizer": [None, "own.OwnTokenizer"]}
        keys = list(settings)
        if self.chance(0.5):
            self.random.shuffle(keys)
        for key in keys:
            settings[key] = settings.pop(key)

    def some(self, count):
        text = ""
        for _ in range(count):
            text += self.content() if self.chance(0.3) else self.random.choice(WORDS)
            text += self.random.choice(SPACES)
        return text

    def made_texts(self):
        one, two = self.content(), self.content()
        return [
            "Hello world, it's the thing", " the words ", self.some(3), self.some(6), one, one + two, f" {one}  {two} ",
            f"{one} the {two}", f"x{one}y {two}z", self.some(2) + one, "  \n" + self.some(4), self.some(50), "",
        ]


BYTES = {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": False, "use_regex": True}
GPT4 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|"
    r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def expected(folder, texts):
    """What transformers makes of it."""
    from transformers import AutoTokenizer

    path = tempfile.mkdtemp()
    try:
        for name, text in folder.files.items():
            for part, content in texts.items():
                text = text.replace(f"⟦{part}⟧", content)
            with open(os.path.join(path, name), "w", encoding="utf-8", newline="") as out:
                out.write(text)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            tok = AutoTokenizer.from_pretrained(path, truncation_side="left")
            length = min(folder.positions, tok.model_max_length)
            return {"ids": [tok([t], truncation=True, max_length=length)["input_ids"][0] for t in folder.texts]}
    except KeyboardInterrupt:
        raise
    except BaseException as e:  # a panic of the library is no Exception
        return {"fails": f"{type(e).__name__}: {e}".replace(path, "").replace("\n", " ")[:120]}
    finally:
        shutil.rmtree(path)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("resources")
    options.add_argument("--seed", type=int, default=5018)
    options.add_argument("--count", type=int, default=400)
    options.add_argument("--output")
    given = options.parse_args()
    warnings.simplefilter("ignore")
    with open(os.path.join(given.resources, "checkpoints/base/tokenizer.json"), encoding="utf-8") as file:
        found = vocabularies(json.load(file)["model"])
    texts = parts(found)
    output = given.output or os.path.join(given.resources, "tokenizers/folders.jsonl")
    os.makedirs(os.path.dirname(os.path.abspath(output)), exist_ok=True)
    failed = 0

    def line(value):
        out.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")

    with open(output, "w", encoding="utf-8") as out:
        for name, text in texts.items():
            line({"part": name, "text": text})
        for number in range(given.count):
            folder = Folder(number, given.seed, found)
            result = expected(folder, texts)
            failed += "fails" in result
            line({"name": f"{given.seed}/{number}", "positions": folder.positions, "files": folder.files, "texts": folder.texts, **result})
    print(f"{given.count} folders, of which transformers cannot load {failed}")


if __name__ == "__main__":
    main()
