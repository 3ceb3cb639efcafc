#!/bin/sh
# Walks the ways that the documentation shows to somebody new, with the commands that stand on its pages:
# from a ChatGPT export to a report, a nightly audit as cron runs it, and a gate in a shell script.
#
#   newcomer.sh REPOSITORY       with decorum on the PATH; works in a new folder and leaves nothing behind
set -eu
repository=$1
pages=$repository/src/site/markdown/how-to
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
cd "$home"
ln -s "$repository/examples" examples

fail() {
  echo "newcomer: $*" >&2
  exit 1
}

# The line of a page that begins with these words.
line() {
  found=$(grep -F -- "$2" "$pages/$1" | grep -v '^- ' | head -n 1 | sed 's/^\$ //; s/; echo "exit code.*//; s/ *# exit code.*//')
  [ -n "$found" ] || fail "$1 has no line '$2'"
  printf '%s\n' "$found"
}

# Runs a line of a page, which has to exit with CODE.
run() {
  code=$1
  command=$(line "$2" "$3")
  ended=0
  sh -c "$command" >out 2>err || ended=$?
  [ "$ended" -eq "$code" ] || fail "exit code $ended, not $code: $command
$(cat out err)"
}

echo "newcomer: from an export to a report"
cp examples/chatgpt-export/conversations.json .
run 0 your-own-export.md 'decorum inspect conversations.json'
grep -q 'rejected *none' out || fail "the export is not understood: $(cat out)"
run 0 your-own-export.md 'decorum score conversations.json --keep'
run 0 your-own-export.md 'decorum report scores.csv'
grep -q '<h1' report.html || fail "no page"
grep -q 'coffee was invented' report.html || fail "the page does not have what was said"

echo "newcomer: a night, as cron runs it, twice"
mkdir chats
cp examples/first-scores/chats.jsonl "chats/$(date -d yesterday +%F)-web.jsonl"
cp examples/first-scores/chats.jsonl "chats/$(date +%F)-web.jsonl" # should midnight pass now
# The model that a newcomer has fetched by now; the demo model stands for it.
model=$home/.cache/huggingface/hub/models--Jellywibble--CHAI_alignment_reward_model
revision=0000000000000000000000000000000000000000
mkdir -p "$model/refs" "$model/snapshots"
printf %s $revision >"$model/refs/main"
cp -R "$repository/src/main/resources/dev/decorum/demo-model" "$model/snapshots/$revision"
job=$(line nightly-audit.md '15 3 * * *  decorum audit' | cut -d ' ' -f 7- | sed 's/\\%/%/g')
for time in first second; do
  # cron knows hardly more than this; the PATH is a line of the crontab.
  env -i HOME="$home" LOGNAME=newcomer SHELL=/bin/sh PATH="$PATH" /bin/sh -c "$job" >out 2>err || fail "the $time audit: $(cat out err)"
  [ ! -s out ] || fail "the $time audit has something to say: $(cat out)"
  grep -q '<h1' audit.html || fail "no page of the $time audit"
done
run 0 nightly-audit.md 'decorum audit history --store audits.db'
[ "$(grep -c '^  20' out)" -eq 1 ] || fail "not one night: $(cat out)"

echo "newcomer: a gate that passes, fails, and cannot decide"
decorum score -q examples/compare-versions/v1.jsonl -o old.csv 2>err || fail "$(cat err)"
decorum score -q examples/compare-versions/v2.jsonl -o new.csv 2>err || fail "$(cat err)"
run 0 gate-a-release.md 'decorum compare old.csv new.csv --margin 0.02 --gate -q && echo "deploying"'
grep -q '^deploying$' out || fail "a better version does not pass: $(cat out)"
run 1 gate-a-release.md 'decorum compare examples/compare-versions/v2.jsonl'
run 5 gate-a-release.md '--limit 4 --gate'
echo "newcomer: done"
