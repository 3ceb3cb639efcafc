#!/usr/bin/env python3
"""Logs of trainings by Hugging Face's Trainer, with the table that it prints into a model card.

    make_training_log_fixtures.py ../test/resources

writes training/NAME.jsonl, one entry of the log history a line as Python's json writes it, and training/NAME.md,
the table of Training results. `curves` evaluates more often than it logs, so its first rows have no training loss;
`diverged` has a learning rate at which the loss is not finite.
"""
import json
import sys
import tempfile
from pathlib import Path

import torch
from torch.utils.data import Dataset
from transformers import GPT2Config, GPT2ForSequenceClassification, Trainer, TrainingArguments, set_seed
from transformers.modelcard import make_markdown_table, parse_log_history

VOCABULARY = 64
LENGTH = 12


class Rows(Dataset):
    """Random tokens, labelled by whether the last one is in the upper half, wrongly for one row in five."""

    def __init__(self, count, seed):
        random = torch.Generator().manual_seed(seed)
        self.tokens = torch.randint(0, VOCABULARY, (count, LENGTH), generator=random)
        wrong = torch.rand(count, generator=random) < 0.2
        self.labels = (self.tokens[:, -1] >= VOCABULARY // 2) ^ wrong

    def __len__(self):
        return len(self.tokens)

    def __getitem__(self, i):
        return {"input_ids": self.tokens[i], "labels": int(self.labels[i])}


def train(learning_rate, folder):
    set_seed(1)
    torch.set_num_threads(1)
    model = GPT2ForSequenceClassification(GPT2Config(
        vocab_size=VOCABULARY, n_positions=LENGTH, n_embd=16, n_layer=2, n_head=2, num_labels=2, pad_token_id=0))
    trainer = Trainer(
        model=model,
        args=TrainingArguments(
            output_dir=folder, num_train_epochs=3, per_device_train_batch_size=8, learning_rate=learning_rate,
            warmup_steps=6, max_grad_norm=1e9 if learning_rate > 1 else 1.0, eval_strategy="steps", eval_steps=8,
            logging_steps=10, logging_nan_inf_filter=False, save_strategy="no", report_to=[], use_cpu=True,
            disable_tqdm=True, seed=1),
        train_dataset=Rows(160, 1),
        eval_dataset=Rows(80, 2),
        compute_metrics=lambda p: {"accuracy": float((p.predictions.argmax(-1) == p.label_ids).mean())})
    trainer.train()
    return trainer.state.log_history


def main():
    out = Path(sys.argv[1]) / "training"
    out.mkdir(exist_ok=True)
    for name, learning_rate in (("curves", 5e-3), ("diverged", 1e30)):
        with tempfile.TemporaryDirectory() as folder:
            history = train(learning_rate, folder)
        (out / f"{name}.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in history))
        _, rows, _ = parse_log_history(history)
        (out / f"{name}.md").write_text(make_markdown_table(rows))


main()
