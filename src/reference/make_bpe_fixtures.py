#!/usr/bin/env python3
"""Makes what the tests of byte-pair training expect, and the table of characters that training uses, with Hugging Face's tokenizers.

  make_bpe_fixtures.py ../test/resources            makes bpe/corpora.jsonl, bpe/trained.jsonl and bpe/pre-tokens.jsonl
  make_bpe_fixtures.py --characters ../main/resources/dev/decorum/model/tokenizer/characters.txt

Needs tokenizers 0.23.2 and transformers 5.18.0. The same on every run.
"""
import argparse
import hashlib
import json
import os
import random
import tempfile

from tokenizers import ByteLevelBPETokenizer, pre_tokenizers

END_OF_TEXT = "<|endoftext|>"
SPLIT = pre_tokenizers.ByteLevel(add_prefix_space=False)
MAXIMUM_LENGTH = 512
CONFIG = {
    "add_prefix_space": False,
    "bos_token": END_OF_TEXT,
    "clean_up_tokenization_spaces": False,
    "eos_token": END_OF_TEXT,
    "model_max_length": MAXIMUM_LENGTH,
    "pad_token": END_OF_TEXT,
    "padding_side": "right",
    "tokenizer_class": "GPT2Tokenizer",
    "truncation_side": "left",
    "unk_token": END_OF_TEXT,
}

LANGUAGES = [
    "You: Good morning, captain! It's a fine day to sail, isn't it?",
    "Captain Reed: Aye, that it is. We'll raise the anchor when the tide's right, and they've packed the bread.",
    "You: I'd like to see the lighthouse. They're saying it's 120 years old; I'm curious.",
    "Captain Reed: *laughs* Old? My grandmother's kettle is older than that lighthouse, and it still whistles.",
    "The kettle whistled, the whistler's kettle whistles, and whistling kettles whistled on and on.",
    "Guten Morgen! Über den Dächern läuten die Glocken, und die Straßen füllen sich mit Menschen.",
    "Die Straßenbahn fährt über die Brücke, über die auch wir später fahren.",
    "Où est la bibliothèque ? Elle est fermée l'été, mais l'hiver elle reste ouverte jusqu'à 20 h.",
    "¿Dónde está el niño? El niño está en el jardín, y el perro también está en el jardín.",
    "Η θάλασσα είναι ήρεμη σήμερα και ο καπετάνιος είναι χαρούμενος.",
    "Сегодня море спокойное, и капитан доволен: сегодня мы выходим в море.",
    "البحر هادئ اليوم والقبطان سعيد جدا لأن البحر هادئ",
    "הים רגוע היום והקברניט שמח",
    "आज समुद्र शांत है और कप्तान खुश है, आज १२३ नावें समुद्र में हैं।",
    "今天大海很平静，船长很高兴。今天大海很平静。",
    "今日は海が静かで、船長は嬉しいです。海は静かです。",
    "오늘은 바다가 잔잔하고 선장은 기뻐요. 오늘은 바다가 좋아요.",
    "วันนี้ทะเลสงบและกัปตันก็มีความสุข วันนี้ทะเลสวย",
    "😀😀😃 haha 👩‍👩‍👧‍👦 hahaha hahahaha 🏳️‍🌈🏳️‍🌈 ❤️❤️❤️",
    "x = [1, 22, 333, 4444]; y = {'a': 1.5e-10, \"b\": None}  # x' = 'said'\n\n\tif x:\n\t\treturn x\n",
    "A cafe\u0301 and a café; na\u00a0na\u3000na\u200bna\u180ena\u0085na \u00a0 na",
    "  leading,   inner   and trailing   spaces   \n \n",
    "==========------------==========------------ _____ ......",
    "",
    " ",
    "The text may hold <|endoftext|> itself, and <|endoftext|> is then text as any other.",
    "DON'T 'S 'll'll''ve'd'm're't's 's 'Twas I’m it’s",
]
HELD_OUT = [
    "Captain: It's whistling again! They'll have sailed by 1200, wouldn't they?",
    "Die Glocken über der Straße läuten 45-mal.",
    "море и капитан, 海は今日, ทะเล, 바다",
    "Ends here.<|endoftext|> Begins <|endoftext|><|endoftext|>",
    "  two  spaces\n\n\tand\u00a0others\u3000\u200b\u180e\u0085 ",
    "👩‍👩‍👧‍👦 hahahahaha ❤️ 🏴‍☠️",
    "<|endoftext", "\u0000\u0007\u001f\u007f\u00ad", "\ufffd\ufffe", "",
    "\U0001e4f0\U0001e4f1 \U00031350\U00031351 \U00010d40",
]


def random_texts(seed, alphabet, count, longest):
    """Few symbols in long words: pairs overlap, tie, and make one token in several ways."""
    chance = random.Random(seed)
    return ["".join(chance.choice(alphabet) for _ in range(chance.randint(1, longest))) for _ in range(count)]


CORPORA = {
    "languages": LANGUAGES,
    "ties": ["ab ba ab ba cd dc cd dc", "abcd dcba abcd dcba", "aa aaa aaaa aaaaa aaaaaa aaaaaaa", "xyxyx yxyxy xyxyxyx"],
    "one-letter": ["a" * n for n in (1, 2, 3, 5, 8, 13, 21, 34, 55, 89)] * 2,
    "two-letters": random_texts(1, "ab", 60, 60),
    "two-letters-and-spaces": random_texts(2, "aab ", 60, 80),
    "three-letters": random_texts(3, "abc", 80, 50),
    "signs": random_texts(4, "-=*'s \n", 80, 60),
    "bytes": random_texts(5, "éèêëΩωЖж海うみ😀😃", 60, 40),
    "nothing": [],
}
SIZES = {
    "languages": [(257, 1), (258, 2), (300, 1), (400, 2), (700, 1), (700, 3), (5000, 1), (5000, 2), (5000, 4)],
    "nothing": [(257, 1), (1000, 1)],
}
OTHER_SIZES = [(290, 1), (350, 2), (2000, 1), (2000, 2), (2000, 7)]
WITH_IDS = {("languages", 257, 1), ("languages", 700, 1), ("languages", 5000, 2), ("bytes", 350, 2)}

SPLIT_TEXTS = [
    *LANGUAGES, *HELD_OUT,
    "a\u00a0b \u00a0c\u0085d \u0085e\u180ef \u180eg\u200bh \u200bi\u3000j \u3000k\u2028l\u2029m\u202fn\u205fo\u1680p\u2000q\ufeffr",
    "a\u001cb\u001dc\u001ed\u001fe\u000bf\u000cg\rh\r\ni",
    "٠١٢ १२३ ๑๒๓ 一二三 Ⅷ ⅷ ½ ² ① 𝟘𝟙 ꘠꘡ 𞥐𞥑 〇",
    "e\u0301e\u0301 नि क्ष ำ \u0301a \u20dd1\u20dd ﷽ ﬀ ª º ʰ ǅ 𝒜𝒷 𠀀𠀁 ㍿",
    "\U0001e4f0\U0001e4d0 \U00031350 \U0002ebf0 \U00010d40\U00010d4a \U000e0001 \ue000\uf8ff \U0010ffff \u0378 \U00013460",
    "it's IT'S it'S 's't're've'm'll'd 'sa 'rea ''s '' ' s 'l 'v 'r",
    "a  b   c \n\n d\t\te \t f   ", "   ", "\n", " \n ", "  a", "\n a", "\u3000\u3000a", " \u3000a", "\u3000 a",
    "1a1 a1a !1a! 1 ! a", "$100,000.00-1", "foo_bar.baz(qux)", "\u0000\u0000 \u0000", "a\ufffd \ufffdb",
]


def save_json(out, value):
    out.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def train(texts, size, frequency):
    tokenizer = ByteLevelBPETokenizer()
    tokenizer.train_from_iterator(
        texts, vocab_size=size, min_frequency=frequency, special_tokens=[END_OF_TEXT], show_progress=False)
    return tokenizer._tokenizer.to_str()


def ids(tokenizer_json, texts):
    from transformers import AutoTokenizer

    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("tokenizer.json", tokenizer_json), ("tokenizer_config.json", json.dumps(CONFIG))):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        tokenizer = AutoTokenizer.from_pretrained(folder)
        made = [tokenizer(text)["input_ids"] for text in texts]
        for text, of_text in zip(texts, made):
            assert tokenizer.decode(of_text) == text, text
        return made


def make_trained(out):
    for name, texts in CORPORA.items():
        for size, frequency in SIZES.get(name, OTHER_SIZES):
            text = train(texts, size, frequency)
            for _ in range(4):  # its hashing is seeded anew
                assert train(texts, size, frequency) == text, (name, size, frequency)
            model = json.loads(text)["model"]
            tokens = sorted(model["vocab"], key=model["vocab"].get)
            line = {
                "corpus": name, "vocabulary_size": size, "minimum_frequency": frequency,
                "merges": [" ".join(merge) for merge in model["merges"]],
                "learned": tokens[257:],
                "tokenizer_json_sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
            }
            if (name, size, frequency) in WITH_IDS:
                held_out = HELD_OUT + LANGUAGES[:8]
                line["texts"], line["ids"] = held_out, ids(text, held_out)
            save_json(out, line)


def pre_tokens(text):
    return [text[begin:end] for _, (begin, end) in SPLIT.pre_tokenize_str(text)]


def character_class(c):
    """L, N, space or other, from how the library splits texts with the character."""
    letter = pre_tokens("a" + c + "a")
    if letter == ["a" + c + "a"]:
        return "L"
    if pre_tokens("1" + c + "1") == ["1" + c + "1"]:
        return "N"
    return "O" if pre_tokens("!" + c + "!") == ["!" + c + "!"] else "S"


def make_characters(out):
    out.write("# Letters (L), numbers (N) and white space (S) as Hugging Face's tokenizers 0.23.2 tells them: Unicode 16.\n")
    out.write("# Made by src/reference/make_bpe_fixtures.py. First and last code point of each range; all others are none of these.\n")
    classes = ["O" if 0xD800 <= c < 0xE000 else character_class(chr(c)) for c in range(0x110000)] + [""]
    first = 0
    for c in range(1, len(classes)):
        if classes[c] != classes[first]:
            if classes[first] != "O":
                out.write(f"{classes[first]} {first:X} {c - 1:X}\n")
            first = c


def main():
    options = argparse.ArgumentParser()
    options.add_argument("resources", nargs="?")
    options.add_argument("--characters")
    given = options.parse_args()
    if given.characters:
        with open(given.characters, "w", encoding="utf-8") as out:
            make_characters(out)
    if given.resources:
        folder = os.path.join(given.resources, "bpe")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "corpora.jsonl"), "w", encoding="utf-8") as out:
            for name, texts in CORPORA.items():
                save_json(out, {"corpus": name, "texts": texts})
        with open(os.path.join(folder, "trained.jsonl"), "w", encoding="utf-8") as out:
            make_trained(out)
        with open(os.path.join(folder, "pre-tokens.jsonl"), "w", encoding="utf-8") as out:
            for text in SPLIT_TEXTS:
                save_json(out, {"text": text, "pre_tokens": pre_tokens(text)})
        with open(os.path.join(folder, "tokenizer_config.json"), "w", encoding="utf-8") as out:
            save_json(out, CONFIG)


if __name__ == "__main__":
    main()
