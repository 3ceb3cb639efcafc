#!/usr/bin/env python3
"""Makes the small checkpoints and the expected values that Decorum's tests compare with. Deterministic.

  make_fixtures.py GPT2_FOLDER RESOURCES

GPT2_FOLDER holds GPT-2's own vocab.json and merges.txt; RESOURCES is src/test/resources: checkpoints/NAME/ and parity/NAME.jsonl
are written there. Needs torch, onnx, numpy and regex. See README.md beside this file.
"""
import json
import shutil
import sys
from pathlib import Path

import onnx
import torch

from gpt2_reference import (BASE_RATE, END_OF_TEXT, Classifier, Tokenizer, format_payload, save_json, save_tokenizer,
                            save_tokenizer_config, score, write_safetensors)

MERGES = 768
EOT = END_OF_TEXT

CONFIG = {
    "activation_function": "gelu_new",
    "architectures": ["GPT2ForSequenceClassification"],
    "attn_pdrop": 0.1,
    "embd_pdrop": 0.1,
    "id2label": {"0": "inappropriate", "1": "appropriate"},
    "initializer_range": 0.16,
    "label2id": {"inappropriate": 0, "appropriate": 1},
    "layer_norm_epsilon": 1e-05,
    "model_type": "gpt2",
    "n_embd": 32,
    "n_head": 4,
    "n_inner": None,
    "n_layer": 2,
    "n_positions": 128,
    "reorder_and_upcast_attn": False,
    "resid_pdrop": 0.1,
    "scale_attn_by_inverse_layer_idx": False,
    "scale_attn_weights": True,
    "summary_activation": None,
    "summary_first_dropout": 0.1,
    "summary_proj_to_labels": True,
    "summary_type": "cls_index",
    "summary_use_proj": True,
    "torch_dtype": "float32",
    "transformers_version": "4.41.2",
    "use_cache": True,
}

# name: what its config.json has otherwise than base
VARIANTS = {
    "base": {},
    "gelu": {"activation_function": "gelu"},
    "relu": {"activation_function": "relu"},
    "n_inner": {"n_inner": 48, "n_layer": 3, "layer_norm_epsilon": 1e-3},
    "unscaled": {"scale_attn_weights": False},
    "inverse-layer": {"scale_attn_by_inverse_layer_idx": True},
    "f16": {"torch_dtype": "float16"},
    "bf16": {"torch_dtype": "bfloat16"},
    "sharded": {},
    "buffers": {},
    "vocab-merges": {},
    "reversed-labels": {
        "id2label": {"0": "appropriate", "1": "inappropriate"},
        "label2id": {"appropriate": 0, "inappropriate": 1},
    },
    "onnx": {},
}

# The cases that every variant is held against; base has all of them.
SHARED = ("plain-short plain-persona emoji-family eot-middle eot-several-end no-messages empty-both window-12 "
          "exact-127 exact-128 exact-129 long-messages crlf").split()

LIGHTHOUSE = "Nadia keeps the lighthouse on a windy island. She is cheerful, knows the tides, and bakes bread on Sundays."
STATION = "Otto: *polishes his watch* The night train is late again.\nYou: I have time. Is the tea still warm?"
RECIPE = ("First you soak the beans overnight, then you boil them slowly with bay leaves, onions and a little salt. "
          "After an hour you add the carrots, stir, and wait until the kitchen smells like my grandmother's house. ")


def conversation(id, *messages, bot="Nadia", user="You", memory="", prompt="", senders=None):
    senders = senders or [("user", bot)[i % 2] for i in range(len(messages))]
    history = [{"sender": sender, "message": message} for sender, message in zip(senders, messages)]
    return {"id": id, "bot_name": bot, "user_name": user, "memory": memory, "prompt": prompt, "chat_history": history}


CONVERSATIONS = [
    conversation("plain-short", "Hi!", "Hello there, sailor."),
    conversation("plain-persona", "What do you see from up there?", "Two fishing boats and a very proud gull.",
                 memory=LIGHTHOUSE),
    conversation("plain-prompt", "Is the tea still warm?", "It is. Mind the cup, it is chipped.", bot="Otto", prompt=STATION),
    conversation("plain-both", "Good evening.", "Good evening! You look frozen, come in.", memory=LIGHTHOUSE,
                 prompt="Nadia: Who knocks so late?\nYou: A lost cyclist."),
    conversation("plain-user-name", "My bike broke.", "Let me fetch the toolbox.", user="Ingrid"),
    conversation("plain-four", "Do you like chess?", "I do, but I lose.", "To whom?", "To the cat, mostly."),
    conversation("plain-contractions", "I'm sure they're late, aren't they?",
                 "We've waited, we'll wait, I'd say it's fine. DON'T worry, HE'S COMING."),
    conversation("plain-digits", "Call 0049 30 1234567 at 12:30.", "That is 3.14159 times too many digits, 1,000,000 times over!"),
    conversation("plain-punctuation", "...what?!?!",
                 "-- *shrugs* -- (nothing); [really]: <ok> & \"fine\" / 'fine' \\ ~ ^ `x` @ # $ %"),
    conversation("plain-url", "See https://example.org/a?b=c&d=%20e#f", "Thanks, user.name+tag@example.org wrote the same."),
    conversation("sender-user-name", "I am called by my name here.", "And I by mine.", user="Ingrid",
                 senders=["Ingrid", "Nadia"]),
    conversation("sender-other", "Who is speaking now?", "A third voice counts as the bot.", "I see.",
                 senders=["user", "Harbour Master", "user"]),
    conversation("sender-bot-first", "Welcome back!", "Thanks.", "Tea or coffee?", senders=["Nadia", "user", "Nadia"]),
    conversation("sender-bot-twice", "One moment.", "Here it is.", senders=["Nadia", "Nadia"]),
    conversation("sender-user-last", "Hello?", "Hello.", "Are you still there?"),
    conversation("name-long", "Hi.", "Greetings.", bot="The Right Honourable Keeper of the Northern Light and All Its Stairs"),
    conversation("name-unicode", "Hi.", "Szia!", bot="Zs\u00f3fi \U0001f33b", user="\u5c0f\u660e"),
    conversation("name-braces", "Hi.", "Hello.", bot="{bot_name}", user="{user_name}"),
    conversation("name-colon", "Hi.", "Hello.", bot="Nadia: the keeper", user="A\tB"),
    conversation("braces-template", "{message} and {0} and {{x}}", "{memory}{prompt}{bot_name}{user_name}", memory="{memory}",
                 prompt="{prompt}\n<START>\n"),
    conversation("braces-format", "%s %d %n $1 \\1 ${user}", "{0!r:>{1}} }{ {"),
    conversation("braces-json", '{"sender": "user", "message": "hi"}', '[1, 2, {"a": null}]'),
    conversation("no-messages", memory=LIGHTHOUSE),
    conversation("no-messages-nothing"),
    conversation("no-messages-prompt", prompt=STATION, bot="Otto"),
    conversation("empty-user", "", "Are you there?"),
    conversation("empty-bot", "Say something.", ""),
    conversation("empty-both", "", ""),
    conversation("empty-bot-name", "Hi.", "Hello.", bot=""),
    conversation("spaces-trailing", "hello   ", "hi there  ", memory=" padded on both sides "),
    conversation("spaces-only", "     ", " "),
    conversation("spaces-inner", "a  b   c    d", "  two before, and three   inside"),
    conversation("tabs", "\tindented\tby tabs\t\t", "col1\tcol2 \t mixed"),
    conversation("newlines", "first line\nsecond line\n\n\nlast", "\n\nstarts and ends with them\n\n"),
    conversation("crlf", "a line\r\nanother\r\n", "back\rslash\r\n\r\nr"),
    conversation("controls", "bell \x07 escape \x1b[31m back \x08 form \x0c vertical \x0b", "\x01\x02\x1c\x1d\x1e\x1f\x7f end"),
    conversation("nul", "a\x00b", "\x00\x00"),
    conversation("space-kinds", "no\u00a0break thin\u2009space ideographic\u3000space",
                 "line\u2028para\u2029next\u0085 \u200b\ufeff."),
    conversation("emoji-simple", "Look \U0001f600\U0001f600!", "\U0001f389 \U0001f382 \u2764\ufe0f great"),
    conversation("emoji-family", "We are \U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466.",
                 "\U0001f1f3\U0001f1f4 and \U0001f44d\U0001f3fd, keycap 1\ufe0f\u20e3"),
    conversation("non-bmp", "\U00010348\U0001d54f\U0001d7d8\U00020bb7\u91ce\u5bb6", "\U0010fffd last plane"),
    conversation("rtl-hebrew", "\u05e9\u05dc\u05d5\u05dd, \u05de\u05d4 \u05e9\u05dc\u05d5\u05de\u05da?",
                 "\u05d8\u05d5\u05d1, \u05ea\u05d5\u05d3\u05d4 \u2067abc\u2069"),
    conversation("rtl-arabic", "\u0645\u0631\u062d\u0628\u0627 \u0628\u0643", "\u0623\u0647\u0644\u064b\u0627 \u0664\u0662"),
    conversation("cjk", "\u4f60\u597d\uff0c\u4eca\u5929\u5929\u6c14\u5f88\u597d\u3002",
                 "\u3053\u3093\u306b\u3061\u306f\uff01 \uc548\ub155\ud558\uc138\uc694?"),
    conversation("scripts", "\u041f\u0440\u0438\u0432\u0435\u0442, \u03ba\u03b1\u03bb\u03b7\u03bc\u03ad\u03c1\u03b1",
                 "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35 \u0928\u092e\u0938\u094d\u0924\u0947"),
    conversation("combining", "e\u0301 is not \u00e9, nor n\u0303 \u00f1", "Z\u0351\u036b\u0343\u036a a\u030a\u0327"),
    conversation("numerals", "\u2167 \u00bd \u00b2 \u0663\u0664 \u4e09 12\u00bd", "\u2460\u2461 1st 2nd x2y"),
    conversation("eot-middle", f"before {EOT} after", "noted"),
    conversation("eot-start", f"{EOT}starts with it", "noted"),
    conversation("eot-end", "hello", f"ends with it{EOT}"),
    conversation("eot-several-end", "hello", f"many {EOT}{EOT}{EOT} {EOT}\n{EOT}"),
    conversation("eot-only", "what?", EOT),
    conversation("eot-in-fields", "hi", "hello", bot=f"Na{EOT}dia", memory=EOT, prompt=f"{EOT}{EOT}"),
    conversation("eot-almost", "<|endoftext|", "< |endoftext|> <|ENDOFTEXT|> <|endoftext |>"),
    conversation("window-10", *(f"message number {i}" for i in range(10))),
    conversation("window-11", *(f"message number {i}" for i in range(11))),
    conversation("window-12", *(f"line {i}" for i in range(12)), memory="short"),
    conversation("window-40", *(f"m{i}" for i in range(40))),
    conversation("long-memory", "Short.", "Answer.", memory=LIGHTHOUSE * 6),
    conversation("long-messages", RECIPE * 3, RECIPE * 2),
    conversation("long-emoji", "\U0001f9c1\u20ac" * 60, "that was a lot"),
    conversation("long-word", "supercalifragilistic" * 15, "b" + "a" * 299),
    conversation("long-eot-cut", f"{EOT} far away", RECIPE * 2 + EOT),
]

# Texts scored as they stand: only here can the pad id be the last one, or the only one.
TEXTS = {
    "text-plain": "You: hello\nNadia: hello yourself\n",
    "text-one-token": "!",
    "text-newline": "\n",
    "text-no-final-newline": "You: is this the end?",
    "text-leading-newline": "\nYou: a blank line came first\n",
    "text-eot-last": f"You: bye\nNadia: bye{EOT}",
    "text-eot-last-three": f"You: bye\nNadia: bye\n{EOT}{EOT}{EOT}",
    "text-eot-first": f"{EOT}a",
    "text-eot-alone": EOT,
    "text-eot-pair": EOT * 2,
    "text-eot-fills": "left behind" + EOT * 128,
    "text-eot-fills-but-first": "ab" + EOT * 127,
}


def exact(tokenizer, length):
    """A conversation of exactly this many tokens."""
    words = 1
    while True:
        row = conversation(f"exact-{length}", "count", "one" + " a" * words)
        if len(tokenizer.encode(format_payload(row))) == length:
            return row
        words += 1


def small_tokenizer(gpt2_folder):
    """The vocabulary that GPT-2's has after its first merges, with the end of text as the last id."""
    whole = Tokenizer.load(gpt2_folder)
    merges = sorted(whole.ranks, key=whole.ranks.get)[:MERGES]
    vocab = {token: id for token, id in whole.vocab.items() if id < 256 + MERGES}
    return {**vocab, EOT: len(vocab)}, merges


def save_vocab_and_merges(folder, vocab, merges):
    (folder / "vocab.json").write_text(json.dumps(vocab, ensure_ascii=False), encoding="utf-8")
    lines = ["#version: 0.2", *(" ".join(pair) for pair in merges)]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def random_weights(config):
    """Every bias and norm off its default, so that nothing cancels."""
    generator = torch.Generator().manual_seed(20)
    tensors = Classifier(config).state_dict()
    for name in sorted(tensors):
        tensors[name] = torch.randn(tensors[name].shape, generator=generator) * config["initializer_range"]
        if name.endswith(("ln_1.weight", "ln_2.weight", "ln_f.weight")):
            tensors[name] += 1
    return tensors


def save_shards(folder, tensors, count=3):
    total = sum(t.numel() * t.element_size() for t in tensors.values())
    shards, seen = [{} for _ in range(count)], 0
    for name, tensor in sorted(tensors.items(), reverse=True):
        shards[seen * count // total][name] = tensor
        seen += tensor.numel() * tensor.element_size()
    places = {}
    for i, shard in enumerate(shards):
        file = f"model-{i + 1:05}-of-{count:05}.safetensors"
        write_safetensors(folder / file, shard)
        places.update(dict.fromkeys(shard, file))
    index = {"metadata": {"total_size": total}, "weight_map": dict(sorted(places.items()))}
    save_json(folder / "model.safetensors.index.json", index)


def with_buffers(tensors, config):
    """As old transformers saved GPT-2: the causal mask and its fill value lie among the weights, to be ignored."""
    size = config["n_positions"]
    for layer in range(config["n_layer"]):
        prefix = f"transformer.h.{layer}.attn."
        tensors[prefix + "bias"] = torch.ones(size, size, dtype=torch.uint8).tril().reshape(1, 1, size, size)
        tensors[prefix + "masked_bias"] = torch.tensor(-1e4)
    return tensors


def save_onnx(path, model):
    """The graph that Hugging Face Optimum's export has: two inputs, both axes free, the pooling inside."""
    ids = torch.arange(12).reshape(2, 6)
    axes = {0: "batch_size", 1: "sequence_length"}
    torch.onnx.export(model, (ids, torch.ones_like(ids)), str(path), opset_version=14, input_names=["input_ids", "attention_mask"],
                      output_names=["logits"],
                      dynamic_axes={"input_ids": axes, "attention_mask": axes, "logits": {0: "batch_size"}})
    graph = onnx.load(str(path))
    onnx.checker.check_model(graph, full_check=True)
    assert [domain.domain for domain in graph.opset_import] == [""] and not {node.domain for node in graph.graph.node} - {""}


def save_checkpoint(folder, name, vocab, merges):
    folder.mkdir(parents=True)
    end = vocab[EOT]
    config = {**CONFIG, "vocab_size": len(vocab), "bos_token_id": end, "eos_token_id": end, "pad_token_id": end, **VARIANTS[name]}
    save_json(folder / "config.json", dict(sorted(config.items())))
    if name == "vocab-merges":
        save_vocab_and_merges(folder, vocab, merges)
        save_tokenizer_config(folder, config["n_positions"])
    else:
        save_tokenizer(folder, vocab, merges, config["n_positions"])
    dtype = getattr(torch, config["torch_dtype"])
    tensors = {key: tensor.to(dtype) for key, tensor in random_weights(config).items()}
    model = Classifier(config).eval()
    model.load_state_dict({key: tensor.float() for key, tensor in tensors.items()})
    if name == "sharded":
        save_shards(folder, tensors)
    elif name == "buffers":
        write_safetensors(folder / "model.safetensors", with_buffers(tensors, config))
    elif name == "onnx":
        save_onnx(folder / "model.onnx", model)
    else:
        write_safetensors(folder / "model.safetensors", tensors)
    return model


def save_expected(path, model, tokenizer, rows):
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            got = score(model, tokenizer, row)
            delta = (got["appropriate_probability"] - BASE_RATE) / BASE_RATE * 100
            out.write(json.dumps({**row, **got, "baseline_delta_percent": delta}, separators=(",", ":")) + "\n")


def main(gpt2_folder, resources):
    torch.set_num_threads(1)
    resources = Path(resources)
    vocab, merges = small_tokenizer(gpt2_folder)
    tokenizer = Tokenizer(vocab, merges)
    rows = CONVERSATIONS + [exact(tokenizer, length) for length in (127, 128, 129)]
    rows = [{**row, "text": format_payload(row)} for row in rows]
    texts = [{"id": id, "text": text} for id, text in TEXTS.items()]
    shutil.rmtree(resources / "checkpoints", ignore_errors=True)
    (resources / "parity").mkdir(parents=True, exist_ok=True)
    for name in VARIANTS:
        model = save_checkpoint(resources / "checkpoints" / name, name, vocab, merges)
        wanted = rows if name == "base" else [row for row in rows if row["id"] in SHARED]
        save_expected(resources / "parity" / f"{name}.jsonl", model, tokenizer, wanted)
        if name in ("base", "onnx"):
            save_expected(resources / "parity" / f"{name}-text.jsonl", model, tokenizer, texts)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
