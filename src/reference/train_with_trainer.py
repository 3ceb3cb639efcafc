#!/usr/bin/env python3
"""Trains GPT2ForSequenceClassification on labelled conversations with Hugging Face's Trainer, or with a bare PyTorch loop.

  train_with_trainer.py MODEL TRAIN.jsonl VALIDATION.jsonl OUT [--learning-rate 5e-5 ...] [--no-shuffle] [--plain-loop]

MODEL is a folder with a classifier or a language model; TRAIN and VALIDATION hold conversations in the chai form, with a label 0
or 1. Options that are not explained have the meaning, and the default, of the same name in transformers.TrainingArguments. The
bare loop takes the same batches, loss, clipping and steps as Trainer, and nothing else. The seconds are those of the training
loop: without loading, tokenization and evaluations. OUT gets the trained model and measured.json with all that is printed.
Needs torch, transformers, accelerate and regex.
"""
import argparse
import json
import resource
import sys
import time
from pathlib import Path

import torch
import transformers
from transformers import AutoTokenizer, DataCollatorWithPadding, GPT2ForSequenceClassification, Trainer, TrainerCallback
from transformers import TrainingArguments
from transformers.optimization import get_linear_schedule_with_warmup

from gpt2_reference import format_payload, read_jsonl, save_json

DROPOUTS = ("resid_pdrop", "embd_pdrop", "attn_pdrop")


class Rows(torch.utils.data.Dataset):
    """Conversations as token ids, of which the last are kept, and labels."""

    def __init__(self, rows, tokenizer, longest):
        tokenizer.truncation_side = "left"
        self.full = [len(tokenizer(format_payload(row), verbose=False)["input_ids"]) for row in rows]
        self.rows = [{**tokenizer(format_payload(row), truncation=True, max_length=longest), "labels": int(row["label"])}
                     for row in rows]

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index]


def load(folder, dropout, attention="sdpa"):
    """The tokenizer and the model of a folder. Without a pad token, the end-of-text token becomes it, as scoring has it."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    tokenizer.padding_side, tokenizer.truncation_side = "right", "left"
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    dropouts = {} if dropout is None else dict.fromkeys(DROPOUTS, dropout)
    model = GPT2ForSequenceClassification.from_pretrained(folder, dtype=torch.float32, attn_implementation=attention, **dropouts)
    if model.config.pad_token_id is None:
        model.config.pad_token_id = tokenizer.eos_token_id
    return tokenizer, model


def accuracy(prediction):
    return {"accuracy": float((prediction.predictions.argmax(-1) == prediction.label_ids).mean())}


class Observed(Trainer):
    """Trainer, which also keeps the loss of each batch before anything is averaged: `batch_losses`, a list for each step."""

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.batch_losses = []

    def training_step(self, model, inputs, num_items_in_batch=None):
        loss = super().training_step(model, inputs, num_items_in_batch)
        while len(self.batch_losses) <= self.state.global_step:
            self.batch_losses.append([])
        self.batch_losses[self.state.global_step].append(loss)
        return loss


class Clock(TrainerCallback):
    """Seconds from the first step to the last, evaluations left out."""

    def __init__(self):
        self.seconds = 0.0

    def on_train_begin(self, args, state, control, **kwargs):
        self.began = time.perf_counter()

    def on_step_end(self, args, state, control, **kwargs):
        self.ended = time.perf_counter()

    def on_evaluate(self, args, state, control, **kwargs):
        # The time since the end of the step was spent on the evaluation.
        self.began += time.perf_counter() - self.ended

    def on_train_end(self, args, state, control, **kwargs):
        self.seconds = time.perf_counter() - self.began


def trainer_for(tokenizer, model, train, validation, arguments, callbacks=(), kind=Trainer):
    return kind(model=model, args=arguments, train_dataset=train, eval_dataset=validation, processing_class=tokenizer,
                data_collator=DataCollatorWithPadding(tokenizer, padding="longest"), compute_metrics=accuracy,
                callbacks=list(callbacks))


def fixed_arguments(out, **others):
    """What no run varies: on the CPU unless told otherwise, nothing reported, nothing saved."""
    others.setdefault("use_cpu", True)
    return TrainingArguments(output_dir=str(out), report_to="none", disable_tqdm=True, save_strategy="no",
                             dataloader_pin_memory=False, **others)


# ---- a loop without Trainer ------------------------------------------------------------------------------------------------

def batches_of(trainer, steps):
    """The batches of each step, as Trainer draws and groups them: those left at the end of an epoch are a step of their own."""
    taken, epoch, size = [], 0, trainer.args.gradient_accumulation_steps
    loader = trainer.get_train_dataloader()
    while len(taken) < steps:
        if hasattr(loader, "set_epoch"):
            loader.set_epoch(epoch)
        batches = list(loader)
        taken += [batches[i : i + size] for i in range(0, len(batches), size)]
        epoch += 1
    return taken[:steps]


def plain_loop(trainer):
    """Trains as Trainer does. Returns the log, the seconds and the batches."""
    arguments, model = trainer.args, trainer.model
    per_epoch = -(-len(trainer.get_train_dataloader()) // arguments.gradient_accumulation_steps)
    steps = arguments.max_steps if arguments.max_steps > 0 else int(-(-arguments.num_train_epochs * per_epoch // 1))
    batches = batches_of(trainer, steps)
    decayed = set(trainer.get_decay_parameter_names(model))
    optimizer = torch.optim.AdamW(
        [{"params": [p for n, p in model.named_parameters() if n in decayed], "weight_decay": arguments.weight_decay},
         {"params": [p for n, p in model.named_parameters() if n not in decayed], "weight_decay": 0.0}],
        lr=arguments.learning_rate, betas=(arguments.adam_beta1, arguments.adam_beta2), eps=arguments.adam_epsilon,
        fused=arguments.optim == "adamw_torch_fused")
    schedule = get_linear_schedule_with_warmup(optimizer, arguments.get_warmup_steps(steps), steps)
    smoothing = arguments.label_smoothing_factor
    limit = arguments.max_grad_norm if arguments.max_grad_norm > 0 else float("inf")
    model.config.use_cache = False
    model.train()
    log, began = [], time.perf_counter()
    for step, group in enumerate(batches, start=1):
        items = sum(len(batch["labels"]) for batch in group)
        total = 0.0
        for batch in group:
            logits = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
            # With label smoothing, Trainer divides by the rows of the whole step; without it, the means of the batches add up.
            loss = torch.nn.functional.cross_entropy(logits, batch["labels"], label_smoothing=smoothing,
                                                     reduction="sum" if smoothing else "mean")
            loss = loss / items if smoothing else loss
            loss.backward()
            total += loss.item()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), limit).item()
        optimizer.step()
        log.append({"loss": total, "grad_norm": norm, "learning_rate": schedule.get_last_lr()[0], "step": step})
        schedule.step()
        optimizer.zero_grad()
    return log, time.perf_counter() - began, batches


# ---- the command -----------------------------------------------------------------------------------------------------------

def parse():
    defaults = TrainingArguments(output_dir="unused", use_cpu=True, report_to="none")
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("model", "train", "validation", "out"):
        arguments.add_argument(name)
    for name, kind in (("learning_rate", float), ("per_device_train_batch_size", int), ("per_device_eval_batch_size", int),
                       ("gradient_accumulation_steps", int), ("num_train_epochs", float), ("max_steps", int),
                       ("warmup_steps", float), ("weight_decay", float), ("adam_beta1", float), ("adam_beta2", float),
                       ("adam_epsilon", float), ("max_grad_norm", float), ("label_smoothing_factor", float), ("seed", int)):
        arguments.add_argument("--" + name.replace("_", "-"), type=kind, default=getattr(defaults, name))
    arguments.add_argument("--optim", choices=["adamw_torch", "adamw_torch_fused"], default="adamw_torch")
    arguments.add_argument("--logging-steps", type=int, default=1)
    arguments.add_argument("--eval-steps", type=int, help="evaluate each so many steps (default: at the end only)")
    arguments.add_argument("--no-shuffle", action="store_true", help="take the rows in the order of the file in each epoch")
    arguments.add_argument("--dropout", type=float, help="all three dropouts (default: as config.json has them)")
    arguments.add_argument("--max-length", type=int, help="tokens of a row, of which the last are kept (default: all positions)")
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--attention", choices=["sdpa", "eager"], default="sdpa")
    arguments.add_argument("--cuda", action="store_true", help="train on the first GPU, with Trainer's loop")
    arguments.add_argument("--fp16", action="store_true", help="native AMP in float16, on a GPU")
    arguments.add_argument("--bf16", action="store_true", help="native AMP in bfloat16, on a GPU")
    arguments.add_argument("--plain-loop", action="store_true", help="a bare PyTorch loop in place of Trainer's")
    return arguments.parse_args()


def trainer_arguments(given):
    own = {"model", "train", "validation", "out", "no_shuffle", "dropout", "max_length", "threads", "attention", "plain_loop",
           "eval_steps", "cuda"}
    named = {name: value for name, value in vars(given).items() if name not in own}
    if given.eval_steps:
        named |= {"eval_strategy": "steps", "eval_steps": given.eval_steps}
    named["use_cpu"] = not given.cuda
    return fixed_arguments(given.out, train_sampling_strategy="sequential" if given.no_shuffle else "random", **named)


def main():
    given = parse()
    if given.plain_loop and given.eval_steps:
        sys.exit("--eval-steps is for Trainer: the bare loop does not evaluate")
    if given.plain_loop and given.cuda:
        sys.exit("--cuda is for Trainer's loop")
    transformers.utils.logging.set_verbosity_error()
    torch.set_num_threads(given.threads)
    transformers.set_seed(given.seed)
    tokenizer, model = load(given.model, given.dropout, given.attention)
    longest = given.max_length or model.config.n_positions
    train, validation = (Rows(read_jsonl(path), tokenizer, longest) for path in (given.train, given.validation))
    clock = Clock()
    trainer = trainer_for(tokenizer, model, train, validation, trainer_arguments(given), [] if given.plain_loop else [clock])
    trainer.remove_callback(transformers.PrinterCallback)
    if given.plain_loop:
        log, seconds, batches = plain_loop(trainer)
    else:
        trainer.train()
        log, seconds = trainer.state.log_history, clock.seconds
        batches = batches_of(trainer, trainer.state.global_step)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    masks = [batch["attention_mask"] for group in batches for batch in group]
    tokens, positions = sum(int(mask.sum()) for mask in masks), sum(mask.numel() for mask in masks)
    measured = {"loop": "plain" if given.plain_loop else "Trainer", "threads": given.threads, "steps": len(batches),
                "seconds": seconds, "tokens": tokens, "tokens_per_second": tokens / seconds, "padded_tokens": positions,
                "padded_tokens_per_second": positions / seconds, "peak_memory_kib": peak,
                "torch": torch.__version__, "transformers": transformers.__version__}
    for entry in log:
        print(json.dumps(entry))
    final = {name: value for name, value in trainer.evaluate().items() if name in ("eval_loss", "eval_accuracy")}
    print(json.dumps({"final": final}))
    print(json.dumps(measured, indent=2))
    trainer.save_model(given.out)
    save_json(Path(given.out) / "measured.json", {**measured, "final": final, "log": log})


if __name__ == "__main__":
    main()
