# Completes lines in fish: complete.fish LINE... prints what is proposed for each, a line each.
decorum completion fish | source
for line in $argv
    echo (complete -C $line | string replace -r '\t.*' '' | string replace -r '^--[^=]*=' '' | LC_ALL=C sort)
end
