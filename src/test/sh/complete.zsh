# Completes lines in an interactive zsh: complete.zsh LINE... prints what the line becomes after a TAB, a line each.
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'unset zle_bracketed_paste; PS1=; autoload -Uz compinit; compinit -u -D; source <(decorum completion zsh)'
zpty -w shell 'tell() { print -r -- "<""<$BUFFER>"">"; zle kill-buffer }; zle -N tell; bindkey "^X" tell; LISTMAX=9999; stty cols 250; print READ""Y'
zpty -r shell output '*READY*'
for line; do
  zpty -n -w shell "$line"$'\t\x18'
  zpty -r shell output '*<<*>>*'
  output=${output##*<<}
  print -r -- ${output%%>>*}
done
