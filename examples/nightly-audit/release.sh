#!/bin/sh
# Lets a new bot version pass only if it is not worse than the one in use.
#
#   release.sh STORE OLD.jsonl NEW.jsonl
#
# Both are scored through the store of the nightly audits, so nothing is computed twice.
set -eu
store=$1 old=$2 new=$3
scores=$(mktemp -d)
trap 'rm -r "$scores"' EXIT

decorum score "$old" --cache "$store" -o "$scores/old.csv" -q
decorum score "$new" --cache "$store" -o "$scores/new.csv" -q

verdict=0
decorum compare "$scores/old.csv" "$scores/new.csv" --gate --margin 0.02 || verdict=$?
case $verdict in
  0) echo "release: go" ;;
  1) echo "release: stop, the new version is worse" ;;
  5) echo "release: wait, there are too few conversations to tell" ;;
esac
exit "$verdict"
