#!/usr/bin/env bash
# Trains 200 steps of the real shape on an NVIDIA GPU with native AMP, with Decorum and with Hugging Face's Trainer, and
# prints tokens a second (without padding) and the losses of both.
#
#   train-on-gpu.sh MODEL TRAIN.jsonl VALIDATION.jsonl [fp16|bf16]
#
# MODEL is a Hugging Face folder of GPT-2 small, a classifier or a language model; the files are labelled conversations in
# the chai form. Both take the same rows in the same order, batch 16, learning rate 1e-5. Decorum has to be built with the
# engine for GPUs, which needs CUDA 13 and cuDNN 9 on the machine:
#
#   mvn -Ptraining -Dtraining.engine=linux-x86_64-gpu -DskipTests package
#
# PYTHON (default: python3) needs torch with CUDA, transformers, accelerate and regex. DECORUM is the launcher
# (default: bin/decorum of this clone).
set -euo pipefail
if [ $# -lt 3 ]; then
  sed -n '2,15p' "$0" | cut -c3-
  exit 2
fi
root=$(cd "$(dirname "$0")/../../.." && pwd)
model=$1 train=$2 validation=$3 amp=${4:-fp16}
decorum=${DECORUM:-$root/bin/decorum}
python=${PYTHON:-python3}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader || {
  echo "train-on-gpu: there is no NVIDIA GPU here" >&2
  exit 3
}

echo "Decorum, $amp:"
"$decorum" train -m "$model" "$train" --validation "$validation" -o "$out/decorum" --device cuda "--$amp" \
  --max-steps 200 --eval-steps 200 --logging-steps 20 --train-batch-size 16 --learning-rate 1e-5 --no-shuffle --dropout 0 -q
grep '"train_runtime"' "$out/decorum/trainer_log.jsonl"

echo "Hugging Face's Trainer, $amp:"
"$python" "$root/src/reference/train_with_trainer.py" "$model" "$train" "$validation" "$out/trainer" --cuda "--$amp" \
  --max-steps 200 --logging-steps 20 --per-device-train-batch-size 16 --learning-rate 1e-5 --no-shuffle --dropout 0 \
  --optim adamw_torch_fused >/dev/null

"$python" - "$out" <<'PYTHON'
import json, sys
from pathlib import Path
out = Path(sys.argv[1])
ours = [json.loads(line) for line in (out / "decorum/trainer_log.jsonl").open()]
theirs = json.loads((out / "trainer/measured.json").read_text())
end = ours[-1]
evaluations = sum(entry.get("eval_runtime", 0) for entry in ours)
tokens = end["train_tokens_per_second"] * end["train_runtime"]
mine = tokens / (end["train_runtime"] - evaluations)
print(f"tokens a second: Decorum {mine:,.0f}, Trainer {theirs['tokens_per_second']:,.0f}, ratio {mine / theirs['tokens_per_second']:.3f}")
a = {e["step"]: e["loss"] for e in ours if "loss" in e}
b = {e["step"]: e["loss"] for e in theirs["log"] if "loss" in e}
for step in sorted(a.keys() & b.keys()):
    print(f"step {step}: loss {a[step]:.5f} and {b[step]:.5f}")
PYTHON
