# Completes lines as bash does: complete.bash LINE... prints what is proposed for each, a line each.
source <(decorum completion bash)
for line; do
  read -r -a COMP_WORDS <<<"$line"
  # A blank at the end begins a new word; bash takes = for a word of its own.
  [[ $line == *' ' ]] && COMP_WORDS+=('')
  last=${COMP_WORDS[${#COMP_WORDS[@]} - 1]}
  if [[ $last == --*=* ]]; then
    unset "COMP_WORDS[${#COMP_WORDS[@]}-1]"
    COMP_WORDS+=("${last%%=*}" = "${last#*=}")
  fi
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  COMPREPLY=()
  _decorum 2>/dev/null
  printf '%s\n' "$(printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort | tr '\n' ' ')"
done
