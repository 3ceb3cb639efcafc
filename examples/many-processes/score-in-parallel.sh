#!/bin/sh
# Scores INPUTs in N processes side by side and puts their scores together.
#   score-in-parallel.sh N OUTPUT INPUT...
# OUTPUT ends with .csv or .jsonl. The processes may as well be machines that see the same files:
# each needs its --shard, and whoever merges needs what they wrote, manifests included.
set -eu

if [ $# -lt 3 ]; then
  echo "usage: $0 N OUTPUT INPUT..." >&2
  exit 2
fi
count=$1
output=$2
shift 2
parts=$(mktemp -d)
trap 'rm -rf "$parts"' EXIT

processes=
number=1
while [ "$number" -le "$count" ]; do
  decorum score "$@" -q --threads 1 --shard "$number/$count" -o "$parts/$number.${output##*.}" &
  processes="$processes $!"
  number=$((number + 1))
done

# 1 says that rows were rejected; with anything above, a part is missing.
worst=0
for process in $processes; do
  code=0
  wait "$process" || code=$?
  if [ "$code" -gt "$worst" ]; then worst=$code; fi
done
if [ "$worst" -gt 1 ]; then exit "$worst"; fi

decorum merge "$parts" -o "$output"
exit "$worst"
