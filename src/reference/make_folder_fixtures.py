#!/usr/bin/env python3
"""Makes src/test/resources/folders: model folders that differ from a plain one in a trait, and what Hugging Face makes of each.

    make_folder_fixtures.py ../test/resources

Needs torch, transformers and safetensors. A folder is a line of folders.jsonl: its files by name, with their content, or
with {"weights": NAME} for a file of weights/. The output is the same, byte for byte, on every run on one machine.
"""
import copy, json, math, shutil, sys, tempfile
from pathlib import Path

import torch
import transformers
from safetensors.torch import load_file, save_file
from transformers import AutoModelForSequenceClassification, AutoTokenizer, GPT2Config, GPT2ForSequenceClassification

TEXTS = [
    "Hello there, how are you?",
    " a leading space",
    "the end of a text<|endoftext|>",
    "<|endoftext|> inside <|endoftext|>and twice at the end<|endoftext|><|endoftext|>",
    "You: caf\u00e9 \U0001f642\nBot: \u4e2d\u6587 it's fine\n",
    "long " * 90,
    "\n",
]


def plain_config():
    return GPT2Config(
        n_layer=1, n_head=2, n_embd=8, n_positions=64, vocab_size=1025, n_inner=24, pad_token_id=1024, eos_token_id=1024, bos_token_id=1024,
        id2label={0: "inappropriate", 1: "appropriate"}, label2id={"inappropriate": 0, "appropriate": 1})


def random_weights(config):
    torch.manual_seed(14)
    model = GPT2ForSequenceClassification(config)
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            scale = 0.6 if tensor.dim() > 1 else 0.3
            tensor.copy_(torch.randn(tensor.shape) * scale + (1 if "ln_" in name and name.endswith("weight") else 0))
    return {name: tensor.clone().contiguous() for name, tensor in model.state_dict().items()}


class Fixtures:
    def __init__(self, resources):
        self.out = resources / "folders"
        shutil.rmtree(self.out, ignore_errors=True)
        (self.out / "weights").mkdir(parents=True)
        base = resources / "checkpoints" / "base"
        self.files = {name: (base / name).read_text(encoding="utf-8") for name in ("tokenizer.json", "tokenizer_config.json")}
        self.config = json.loads(plain_config().to_json_string())
        self.config["architectures"] = ["GPT2ForSequenceClassification"]
        self.config.pop("transformers_version", None)
        self.tensors = random_weights(plain_config())
        self.weights("plain", self.tensors)
        self.lines = []

    def weights(self, name, tensors):
        save_file({key: value.contiguous() for key, value in tensors.items()}, str(self.out / "weights" / name), metadata={"format": "pt"})
        return name

    def add(self, case, config=None, weights="plain", args=(), files=None, refuse=None, say=None, like=None, index=1, **more):
        """`like` names tensors that Hugging Face is to be asked about instead, where it would read others than are meant."""
        changed = copy.deepcopy(self.config)
        for key, value in (config or {}).items():
            if value is ...:
                changed.pop(key, None)
            else:
                changed[key] = value
        text = json.dumps(changed)
        content = {"config.json": text, "model.safetensors": {"weights": weights}, "tokenizer.json": {"base": "tokenizer.json"},
                   "tokenizer_config.json": {"base": "tokenizer_config.json"}}
        content.update(files or {})
        content = {name: value for name, value in content.items() if value is not None}
        line = {"case": case, "files": content, "args": list(args)}
        if refuse:
            line["refuse"] = refuse
        else:
            line.update(self.scores(changed, like or weights, content, index, more.pop("reward", False)))
        if say:
            line["say"] = say
        line.update(more)
        self.lines.append(line)

    def scores(self, config, weights, content, index, reward):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            config = {key: value for key, value in config.items() if value == value}
            (folder / "config.json").write_text(json.dumps(config))
            shutil.copy(self.out / "weights" / weights, folder / "model.safetensors")
            for file in ("tokenizer.json", "tokenizer_config.json"):
                (folder / file).write_text(self.files[file], encoding="utf-8")
            tokenizer = AutoTokenizer.from_pretrained(folder, truncation_side="left")
            model = AutoModelForSequenceClassification.from_pretrained(folder, dtype=torch.float32).eval()
            found = []
            for text in TEXTS:
                ids = tokenizer([text], truncation=True, max_length=min(model.config.n_positions, tokenizer.model_max_length))["input_ids"][0]
                with torch.no_grad():
                    found.append(model(input_ids=torch.tensor([ids])).logits[0].double())
            if reward:
                return {"p": [1 / (1 + math.exp(-z[0].item())) for z in found], "reward": [z[0].item() for z in found]}
            return {"p": [torch.softmax(z, -1)[index].item() for z in found]}

    def write(self):
        with open(self.out / "folders.jsonl", "w", encoding="utf-8") as out:
            out.write(json.dumps({"texts": TEXTS}) + "\n")
            for line in self.lines:
                out.write(json.dumps(line) + "\n")


def names(first, second):
    return {"id2label": {"0": first, "1": second}, "label2id": {first: 0, second: 1}}


def main(resources):
    f = Fixtures(resources)
    f.add("plain", say=["appropriate", "inappropriate"])

    # Labels.
    f.add("labels-neutral-toxic", names("neutral", "toxic"), index=0, say=["neutral", "toxic"])
    f.add("labels-toxic-non-toxic", names("TOXIC", "Non Toxic"), say=["Non Toxic"])
    f.add("labels-unsafe-safe", names("unsafe", "safe"), say=["safe"])
    f.add("labels-none", {"id2label": ..., "label2id": ...})
    f.add("labels-numbered", names("LABEL_0", "LABEL_1"))
    f.add("labels-integers", {"id2label": {"0": 0, "1": 1}, "label2id": ...})
    f.add("labels-by-id-only", {"id2label": ..., "label2id": {"neutral": 0, "toxic": 1}}, index=0, say=["neutral"])
    f.add("labels-unknown", names("cats", "dogs"), refuse=["cats", "dogs", "--appropriate-label"])
    f.add("labels-unknown-by-name", names("cats", "dogs"), args=["--appropriate-label", "CATS"], index=0)
    f.add("labels-unknown-by-number", names("cats", "dogs"), args=["--appropriate-label", "1"])
    f.add("labels-unknown-pinned", names("cats", "dogs"), files={"decorum.json": '{"appropriate_label": "cats"}'}, index=0)
    f.add("labels-against-their-names", names("neutral", "toxic"), args=["--appropriate-label", "toxic"])
    f.add("labels-several", {"problem_type": "multi_label_classification"}, refuse=["multi_label_classification"])
    three = dict(f.tensors)
    three["score.weight"] = torch.cat([f.tensors["score.weight"], f.tensors["score.weight"][:1] * -0.7])
    f.weights("three", three)
    third = {"id2label": {"0": "negative", "1": "neutral", "2": "positive"}, "label2id": ..., "num_labels": ...}
    f.add("labels-three", third, weights="three", refuse=["3 labels", "--appropriate-label"])
    f.add("labels-three-by-name", third, weights="three", args=["--appropriate-label", "positive"], index=2)
    f.add("labels-three-first", third, weights="three", args=["--appropriate-label", "0"], index=0)

    # One output.
    one = dict(f.tensors)
    one["score.weight"] = f.tensors["score.weight"][:1] * 2
    f.weights("one", one)
    single = {"id2label": {"0": "LABEL_0"}, "label2id": {"LABEL_0": 0}, "problem_type": "regression"}
    f.add("reward", single, weights="one", reward=True, baseline=None)
    f.add("reward-with-baseline", single, weights="one", args=["--baseline", "0.4"], reward=True, baseline=0.4)
    f.add("reward-by-number", {"id2label": ..., "label2id": ..., "num_labels": 1, "pad_token_id": None}, weights="one", reward=True, baseline=None)
    f.add("reward-has-no-label", single, weights="one", args=["--appropriate-label", "0"], refuse=["no label to choose"])
    f.add("reward-against-two-labels", weights="one", refuse=["score.weight has shape [1, 8]"])

    # The end of a text.
    for name, value in {"missing": ..., "null": None, "negative": -1, "beyond": 1025}.items():
        f.add("padding-" + name, {"pad_token_id": value}, say=["no pad_token_id"])
    f.add("several-ends", {"eos_token_id": [1024, 5]})

    # Numbers of Python.
    f.add("not-a-number-in-config", {"unused": math.nan, "more": [math.inf, -math.inf]})

    # Tensors.
    def renamed(name, change):
        tensors = {}
        for key, value in f.tensors.items():
            tensors[change(key)] = value
        return f.weights(name, tensors)
    renamed("bare", lambda key: key.removeprefix("transformer."))
    f.add("names-bare", weights="bare")
    renamed("compiled", lambda key: "_orig_mod." + key)
    f.add("names-compiled", weights="compiled", like="plain")
    renamed("distributed", lambda key: "module._orig_mod." + key.removeprefix("transformer."))
    f.add("names-distributed", weights="distributed", like="plain")
    twice = dict(f.tensors)
    twice["wpe.weight"] = f.tensors["transformer.wpe.weight"] + 1
    twice["ln_f.bias"] = f.tensors["transformer.ln_f.bias"] - 1
    f.weights("twice", twice)
    f.add("names-twice", weights="twice")
    f.weights("double", {key: value.double() for key, value in f.tensors.items()})
    f.add("double", weights="double")
    biased = dict(f.tensors)
    biased["score.bias"] = torch.tensor([5.0, -5.0])
    f.weights("biased", biased)
    f.add("head-with-bias", weights="biased", say=["score.bias"])
    f.add("language-model-by-name", {"architectures": ["GPT2LMHeadModel"]})
    for name, head in {"value": "v_head.summary.weight", "other": "classifier.weight", "wrapped": "score.modules_to_save.default.weight"}.items():
        tensors = {key: value for key, value in f.tensors.items() if key != "score.weight"}
        tensors[head] = f.tensors["score.weight"]
        f.weights("head-" + name, tensors)
    f.add("head-of-values", weights="head-value", refuse=["v_head", "value head"])
    f.add("head-of-another-kind", weights="head-other", refuse=["classifier.weight"])
    f.add("head-wrapped", weights="head-wrapped", refuse=["modules_to_save", "merge"])
    f.weights("headless", {key: value for key, value in f.tensors.items() if key != "score.weight"})
    f.add("language-model", {"architectures": ["GPT2LMHeadModel"]}, weights="headless", refuse=["language model", "head"])
    for name, value in {"nan": math.nan, "infinite": -math.inf}.items():
        tensors = {key: tensor.clone() for key, tensor in f.tensors.items()}
        tensors["transformer.wte.weight"][900, 3] = value
        f.weights(name, tensors)
        f.add("weight-" + name, weights=name, refuse=["wte.weight", "infinite or not a number"])
        f.add("weight-" + name + "-int8", weights=name, args=["--precision", "int8"], refuse=["wte.weight", "infinite or not a number"])

    # Activations: every one of transformers' table.
    for name in sorted(transformers.activations.ACT2CLS):
        weights = "plain"
        if name in ("prelu", "xielu"):
            tensors = dict(f.tensors)
            if name == "prelu":
                tensors["transformer.h.0.mlp.act.weight"] = torch.tensor([0.31])
            else:
                tensors["transformer.h.0.mlp.act.alpha_p"] = torch.tensor([0.37])
                tensors["transformer.h.0.mlp.act.alpha_n"] = torch.tensor([-0.82])
                tensors["transformer.h.0.mlp.act.beta"] = torch.tensor(0.5)
                tensors["transformer.h.0.mlp.act.eps"] = torch.tensor(-1e-6)
            weights = f.weights(name, tensors)
        f.add("activation-" + name, {"activation_function": name}, weights=weights)
    f.write()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
