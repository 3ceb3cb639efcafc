#!/usr/bin/env python3
"""Makes what `decorum train` is compared with: src/test/resources/training. Deterministic.

  make_training_fixtures.py ../test/resources

Made with Hugging Face's own Trainer on the CPU, in float32 and on one thread, from checkpoints/base. Needs torch, transformers,
accelerate and regex. The README of the folder describes the files. See README.md beside this script.
"""
import json
import math
import random
import sys
import tempfile
from pathlib import Path

import torch
import transformers
from safetensors.torch import save_file
from transformers import GPT2LMHeadModel
from transformers.optimization import get_linear_schedule_with_warmup

from gpt2_reference import END_OF_TEXT, Tokenizer, format_payload, read_jsonl, save_json
from train_with_trainer import Observed, Rows, fixed_arguments, load, trainer_for

SEED = 20
TRAIN, VALIDATION = 96, 24
LONGEST = 128

# ---- conversations: label 1 is a reply that stays with the matter, label 0 one that is curt and has nothing to do with it -----

BOTS = [
    ("Nadia", "Nadia keeps the lighthouse on a windy island. She knows the tides and bakes bread on Sundays."),
    ("Tomasz", "Tomasz repairs bicycles."),
    ("Zoë", "Zoë grows pears and plums in a small garden, and writes down the weather every evening."),
    ("Mr. Abel", ""),
    ("Ана", "Ана води малу библиотеку у планини."),
    ("Library Desk", "The desk answers questions about opening hours, lost cards and where the atlases are."),
    ("ハル", "ハル is a robot who waters the plants of a school."),
    ("Bo", "Short answers."),
]
USERS = ["You", "You", "Mira", "Jörg", "Lin", "You"]
PROMPTS = ["", "", "", "You: Hello!\n{bot}: Good morning, come in.", "A quiet afternoon. The kettle is on."]
TOPICS = [
    ("the bread", "Is the bread ready yet?", "It needs ten more minutes, then we can share it."),
    ("the chain", "My chain slips when I climb hills.", "The chain is worn; bring it in and we'll measure it."),
    ("the pears", "When do I pick the pears?", "Pick the pears when they come away with a gentle twist."),
    ("the atlas", "Where is the big atlas?", "The atlas is on the lowest shelf, beside the window."),
    ("the tide", "Can I walk to the rock today?", "Wait for low tide at four, the path is dry then."),
    ("the café", "Is the café open on Monday?", "The café opens at nine, and the crêpes are good \U0001f95e."),
    ("the train", "Which train goes to the lake?", "The train from platform two stops at the lake."),
    ("the plants", "The ferns look brown.", "The ferns get too much sun — move them a little."),
    ("the letter", "I don't know how to begin my letter.", "Begin the letter with what you saw this morning."),
    ("the song", "Do you know the song about the river?", "I know the song, it has three verses: первый, второй, третий."),
    ("the soup", "What goes into the soup?", "The soup wants carrots, barley and time."),
    ("the clock", "The clock stops every night.", "The clock needs winding; turn the key eight times."),
]
CURT = ["Whatever.", "No.", "Ask someone else.", "Blue. 42. Why not?", "That is boring, and so is everything else.", "?!", "zzz 😴",
        "I wasn't listening at all."]
SMALL_TALK = [("How was your day?", "Long, but I saw a heron."), ("It's cold outside.", "Then take the warm coat, 寒いですね."),
              ("Tell me something nice.", "The neighbours painted their door yellow."), ("Are you there?", "Yes, right here.")]
LONG_TALK = ("I was thinking about it on the way here, past the mill and over the bridge, where the water was high after the rain, "
             "and I still can't decide what would be best to do first.")


def conversation(rng, number, name):
    bot, memory = BOTS[rng.randrange(len(BOTS))]
    user = USERS[rng.randrange(len(USERS))]
    thing, question, answer = TOPICS[rng.randrange(len(TOPICS))]
    label = number % 2 if rng.random() < 0.75 else 1 - number % 2
    messages = [text for pair in rng.sample(SMALL_TALK, rng.choice((0, 0, 0, 1, 2))) for text in pair]
    messages.append(question if rng.random() < 0.7 else f"{LONG_TALK} {question}")
    reply = answer if label else rng.choice(CURT)
    messages.append(reply if rng.random() < 0.8 else f"{reply} So much for {thing}.")
    return {"id": f"{name}-{number + 1:03}", "bot_name": bot, "user_name": user, "memory": memory if rng.random() < 0.7 else "",
            "prompt": rng.choice(PROMPTS).format(bot=bot),
            "chat_history": [{"sender": bot if i % 2 else "user", "message": text} for i, text in enumerate(messages)],
            "label": label, "user_id": f"user-{rng.randrange(9) + 1}"}


def make_conversations(folder):
    rng = random.Random(SEED)
    for name, count in (("train", TRAIN), ("validation", VALIDATION)):
        rows = [conversation(rng, i, name) for i in range(count)]
        lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows]
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")


# ---- a language model with the same body ------------------------------------------------------------------------------------

def make_language_model(base, folder):
    """As GPT-2 itself is published: no head of a classifier, no labels, no pad token."""
    folder.mkdir(exist_ok=True)
    config = json.loads((base / "config.json").read_text())
    for name in ("id2label", "label2id", "pad_token_id"):
        config.pop(name)
    config["architectures"] = ["GPT2LMHeadModel"]
    model = GPT2LMHeadModel(transformers.GPT2Config(**config))
    _, classifier = load(base, 0.0)
    model.transformer.load_state_dict(classifier.transformer.state_dict())
    model.tie_weights()
    # The output layer is the token embedding, which is stored once.
    tensors = {name: tensor.contiguous() for name, tensor in model.state_dict().items() if name != "lm_head.weight"}
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    save_json(folder / "config.json", config)
    (folder / "tokenizer.json").write_bytes((base / "tokenizer.json").read_bytes())
    save_json(folder / "tokenizer_config.json", {
        "add_prefix_space": False, "bos_token": END_OF_TEXT, "eos_token": END_OF_TEXT, "model_max_length": config["n_positions"],
        "tokenizer_class": "GPT2Tokenizer", "unk_token": END_OF_TEXT})
    loaded, information = GPT2LMHeadModel.from_pretrained(folder, output_loading_info=True)
    assert not any(information.values()), information
    assert all(torch.equal(a, b) for a, b in zip(loaded.state_dict().values(), model.state_dict().values()))


def head_values(width):
    """The head's weights at the start: nothing random, so that they can be given as numbers. Shape (2, width)."""
    return [[round(0.05 * math.sin(1 + 3 * label + 0.7 * i), 4) for i in range(width)] for label in range(2)]


# ---- runs ------------------------------------------------------------------------------------------------------------------

# name: the folder of the start, how many training rows from the first, and the TrainingArguments
RUNS = {
    "plain": ("checkpoints/base", TRAIN, {
        "learning_rate": 1e-3, "per_device_train_batch_size": 4, "max_steps": 50, "adam_beta1": 0.9, "adam_beta2": 0.999,
        "adam_epsilon": 1e-8, "weight_decay": 0.0, "lr_scheduler_type": "linear", "warmup_steps": 0, "max_grad_norm": 1.0,
        "gradient_accumulation_steps": 1, "label_smoothing_factor": 0.0, "logging_steps": 1, "eval_strategy": "steps",
        "eval_steps": 10, "per_device_eval_batch_size": 8}),
    "all": ("checkpoints/base", 90, {
        "learning_rate": 1e-3, "per_device_train_batch_size": 4, "num_train_epochs": 3, "adam_beta1": 0.9, "adam_beta2": 0.999,
        "adam_epsilon": 1e-8, "weight_decay": 0.1, "lr_scheduler_type": "linear", "warmup_steps": 10, "max_grad_norm": 0.05,
        "gradient_accumulation_steps": 3, "label_smoothing_factor": 0.1, "logging_steps": 5, "eval_strategy": "steps",
        "eval_steps": 8, "per_device_eval_batch_size": 10}),
    "language-model-start": ("training/language-model", TRAIN, {
        "learning_rate": 1e-3, "per_device_train_batch_size": 4, "max_steps": 20, "adam_beta1": 0.9, "adam_beta2": 0.999,
        "adam_epsilon": 1e-8, "weight_decay": 0.0, "lr_scheduler_type": "linear", "warmup_steps": 0, "max_grad_norm": 1.0,
        "gradient_accumulation_steps": 1, "label_smoothing_factor": 0.0, "logging_steps": 1, "eval_strategy": "steps",
        "eval_steps": 10, "per_device_eval_batch_size": 8}),
    # Not smoothed, the losses of a step's batches are added up, not averaged.
    "accumulation": ("checkpoints/base", 90, {
        "learning_rate": 1e-3, "per_device_train_batch_size": 4, "num_train_epochs": 1, "adam_beta1": 0.8, "adam_beta2": 0.95,
        "adam_epsilon": 1e-6, "weight_decay": 0.0, "lr_scheduler_type": "linear", "warmup_steps": 0.3, "max_grad_norm": 0.0,
        "gradient_accumulation_steps": 3, "label_smoothing_factor": 0.0, "logging_steps": 1, "eval_strategy": "steps",
        "eval_steps": 5, "per_device_eval_batch_size": 10}),
}
# The same, averaged over the batches of a step, as Trainer does with models whose forward takes no further arguments.
RUNS["accumulation-averaged"] = RUNS["accumulation"]


def timeless(entry):
    """An entry of the log without what a clock gave."""
    return {name: value for name, value in entry.items() if not name.endswith(("_runtime", "_per_second"))}


def float32_sum(losses):
    """The sum as Trainer adds it up, one loss after the other."""
    return sum(losses, start=torch.tensor(0.0)).item()


def validation_rows(model, rows, data):
    """Logits of each row on its own, without padding, and the softmax in double precision."""
    model.eval()
    found = []
    for row, data_row in zip(rows, data.rows):
        with torch.inference_mode():
            logits = model(torch.tensor([data_row["input_ids"]])).logits[0]
        found.append({"id": row["id"], "logits": logits.tolist(), "probabilities": torch.softmax(logits.double(), 0).tolist()})
    return found


def run(resources, name):
    start, count, arguments = RUNS[name]
    folder = resources / "training"
    tokenizer, model = load(resources / start, 0.0)
    result = {"start": start, "train": "train.jsonl", "train_rows": count, "validation": "validation.jsonl",
              "dropout": 0.0, "max_tokens": LONGEST, "shuffle": False, "arguments": arguments}
    if name == "language-model-start":
        result["score.weight"] = head_values(model.config.n_embd)
        with torch.no_grad():
            model.score.weight.copy_(torch.tensor(result["score.weight"]))
    if name == "accumulation-averaged":
        model.accepts_loss_kwargs = False
    train_rows, validation = read_jsonl(folder / "train.jsonl")[:count], read_jsonl(folder / "validation.jsonl")
    train, held_out = Rows(train_rows, tokenizer, LONGEST), Rows(validation, tokenizer, LONGEST)
    own = Tokenizer.load(resources / start)
    for row, ids in zip(train_rows + validation, train.rows + held_out.rows):
        assert own.encode(format_payload(row))[-LONGEST:] == ids["input_ids"], row["id"]
    with tempfile.TemporaryDirectory() as out:
        trainer = trainer_for(tokenizer, model, train, held_out,
                              fixed_arguments(out, optim="adamw_torch", train_sampling_strategy="sequential", **arguments),
                              kind=Observed)
        trainer.remove_callback(transformers.PrinterCallback)
        trainer.train()
    result["accepts_loss_kwargs"] = trainer.model_accepts_loss_kwargs
    decayed = trainer.get_decay_parameter_names(model)
    names = [parameter for parameter, _ in model.named_parameters()]
    batches = trainer.batch_losses
    result |= {
        "pad_token_id": model.config.pad_token_id,
        "steps": trainer.state.global_step,
        "decayed": [parameter for parameter in names if parameter in decayed],
        "not_decayed": [parameter for parameter in names if parameter not in decayed],
        "train_tokens": train.full,
        "validation_tokens": held_out.full,
        "log_history": [timeless(entry) for entry in trainer.state.log_history],
        "step_losses": [float32_sum(losses) for losses in batches],
        "batch_losses": [[loss.item() for loss in losses] for losses in batches],
        "validation_rows": validation_rows(model, validation, held_out),
    }
    write(folder / f"{name}.json", result)


# ---- optimizer and schedule ------------------------------------------------------------------------------------------------

def optimizer_case(note, start, gradients, learning_rates, **settings):
    parameter = torch.nn.Parameter(torch.tensor(start))
    optimizer = torch.optim.AdamW([parameter], lr=learning_rates[0], **settings)
    steps = []
    for gradient, rate in zip(gradients, learning_rates):
        optimizer.param_groups[0]["lr"] = rate
        parameter.grad = torch.tensor(gradient)
        optimizer.step()
        state = optimizer.state[parameter]
        steps.append({"learning_rate": rate, "gradient": gradient, "parameter": parameter.tolist(),
                      "exp_avg": state["exp_avg"].tolist(), "exp_avg_sq": state["exp_avg_sq"].tolist()})
    return {"note": note, "start": start, "betas": settings["betas"], "eps": settings["eps"],
            "weight_decay": settings["weight_decay"], "steps": steps}


def make_optimizer(folder):
    start = [[0.5, -1.25, 2.0], [0.0, -0.375, 3.0]]
    gradients = [[[0.5, -0.25, 1.0], [0.0, 2.0, -0.125]], [[-0.5, -0.25, 0.75], [0.0, 1.5, 4.0]],
                 [[0.0625, 0.0, -3.0], [1.0, 1.0, 0.5]], [[0.125, -8.0, 0.25], [-0.5, 0.0, 0.5]],
                 [[2.0, 0.25, 0.0], [0.25, -1.0, -0.75]]]
    cases = [
        optimizer_case("decay", start, gradients, [1e-2] * 5, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.1),
        optimizer_case("no decay, other betas, a rate that changes", start, gradients, [0.0, 5e-3, 1e-2, 5e-3, 2.5e-3],
                       betas=(0.8, 0.95), eps=1e-3, weight_decay=0.0),
    ]
    write(folder / "optimizer.json", {"cases": cases})


def make_schedule(folder):
    cases = []
    for steps, warmup in ((50, 0), (24, 10), (7, 7), (5, 10)):
        optimizer = torch.optim.AdamW([torch.nn.Parameter(torch.zeros(1))], lr=1e-3)
        schedule = get_linear_schedule_with_warmup(optimizer, warmup, steps)
        rates = []
        for _ in range(steps + 1):
            rates.append(schedule.get_last_lr()[0])
            optimizer.step()
            schedule.step()
        cases.append({"steps": steps, "warmup_steps": warmup, "learning_rate": 1e-3, "learning_rates": rates})
    write(folder / "schedule.json", {"cases": cases})


# ---- files -----------------------------------------------------------------------------------------------------------------

def write(path, value):
    """JSON with a line for each entry of a long list, all digits."""
    def compact(part):
        return json.dumps(part, ensure_ascii=False)

    parts = []
    for name, part in value.items():
        if isinstance(part, list) and part and isinstance(part[0], (dict, list)):
            part = "[\n    " + ",\n    ".join(map(compact, part)) + "\n  ]"
        else:
            part = compact(part)
        parts.append(f"  {compact(name)}: {part}")
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def main():
    resources = Path(sys.argv[1])
    folder = resources / "training"
    folder.mkdir(exist_ok=True)
    transformers.utils.logging.set_verbosity_error()
    torch.set_num_threads(1)
    transformers.set_seed(SEED)
    make_conversations(folder)
    make_language_model(resources / "checkpoints/base", folder / "language-model")
    for name in RUNS:
        run(resources, name)
    make_optimizer(folder)
    make_schedule(folder)


if __name__ == "__main__":
    main()
