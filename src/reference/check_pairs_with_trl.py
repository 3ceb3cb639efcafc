"""Loads preference data as TRL does, and trains two steps on it.

    TOKENIZER_DIR=DIR python3 check_pairs_with_trl.py PAIRS.jsonl dpo|kto
"""

import os
import sys
import tempfile

from datasets import load_dataset
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast
from trl import DPOConfig, DPOTrainer, KTOConfig, KTOTrainer
from trl.data_utils import is_conversational

TEMPLATE = (
    "{% for m in messages %}<|{{ m['role'] }}|>\n{{ m['content'] }}\n{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>\n{% endif %}"
)


def main():
    path, kind = sys.argv[1], sys.argv[2]
    with tempfile.TemporaryDirectory() as folder:
        data = load_dataset("json", data_files=path, split="train", cache_dir=folder)
        print(len(data), "rows,", ", ".join(data.column_names))
        print("conversational:", {is_conversational(row) for row in data})
        tokenizer = PreTrainedTokenizerFast(
            tokenizer_file=os.path.join(os.environ["TOKENIZER_DIR"], "tokenizer.json"),
            eos_token="<|endoftext|>",
            pad_token="<|endoftext|>",
            chat_template=TEMPLATE,
        )
        config = GPT2Config(
            vocab_size=len(tokenizer), n_positions=512, n_embd=32, n_layer=1, n_head=2
        )
        GPT2LMHeadModel(config).save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        arguments, trainer = {"dpo": (DPOConfig, DPOTrainer), "kto": (KTOConfig, KTOTrainer)}[kind]
        training = trainer(
            model=folder,
            args=arguments(
                output_dir=folder,
                max_steps=2,
                per_device_train_batch_size=4,
                report_to=[],
                max_length=256,
                use_cpu=True,
            ),
            train_dataset=data,
            processing_class=tokenizer,
        )
        training.train()
        print("trained", training.state.global_step, "steps")


if __name__ == "__main__":
    main()
