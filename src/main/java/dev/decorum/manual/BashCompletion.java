package dev.decorum.manual;

import dev.decorum.manual.Page.Kind;
import dev.decorum.manual.Page.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Completion for bash. It needs nothing but bash itself (3.2 or later). */
final class BashCompletion {
  private static final String START =
      """
      # bash completion for decorum

      # What is proposed for the values of options: words, or the names of files, folders, models or fields.
      _decorum_value() {
        local kind=$1 current=$2 list=$3 words=$4 before=
        if [[ -n $list && $current == *,* ]]; then
          before=${current%,*},
          current=${current##*,}
        fi
        case $kind in
          file) _decorum_files "$current" ;;
          folder) _decorum_files "$current" -d ;;
          model)
            _decorum_files "$current" -d
            _decorum_names "$current" '' "$(_decorum_models)"
            ;;
          field) _decorum_names "$current" "$before" "$(_decorum_fields)" ;;
          word) COMPREPLY=($(compgen -P "$before" -W "$words" -- "$current")) ;;
        esac
      }

      # Names that come from files, one a line. Somebody else may have chosen them: bash must never expand
      # them, as compgen -W would, and what is proposed means to the shell the name and nothing else.
      _decorum_names() {
        local name quoted
        while IFS= read -r name; do
          printf -v quoted %q "$name"
          if [[ -n $name && $quoted == "$1"* && $quoted != "\\$'"* ]]; then
            COMPREPLY+=("$2$quoted")
          fi
        done <<<"$3"
      }

      # Names of files, with a slash after folders so that completion can go on in them. Parts of a name
      # with a line break in it are no files.
      _decorum_files() {
        local name names=()
        while IFS= read -r name; do
          if [[ -d $name ]]; then
            name+=/
            compopt -o nospace 2>/dev/null
          elif [[ ! -e $name && ! -L $name && $name != '~'* ]]; then
            continue
          fi
          names+=("$name")
        done <<<"$(compgen "${2:--f}" -- "$1")"
        # Where bash quotes the names itself, it knows that some are of files. Bash 3.2 does not.
        if ! compopt -o filenames 2>/dev/null; then
          local i quoted
          for ((i = 0; i < ${#names[@]}; i++)); do
            printf -v quoted %q "${names[i]}"
            names[i]=$quoted
          done
        fi
        COMPREPLY+=(${names[@]+"${names[@]}"})
      }

      # Models that were fetched from the hub.
      _decorum_models() {
        local cache=${HF_HUB_CACHE:-${HF_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/huggingface}/hub} each
        for each in "$cache"/models--*; do
          each=${each##*/models--}
          if [[ $each != *[!A-Za-z0-9._-]* ]]; then
            printf '%s\\n' "${each/--//}"
          fi
        done
      }

      # The fields of the first input on the command line.
      _decorum_fields() {
        local each
        for each in "${COMP_WORDS[@]:2}"; do
          if [[ -f $each ]]; then
            case $each in
              *.csv | *.tsv)
                head -c 65536 -- "$each" | head -n 1 | LC_ALL=C tr -d '"\\r\\000' | LC_ALL=C tr ',;|\\t' '\\n\\n\\n\\n'
                ;;
              *) "${COMP_WORDS[0]}" inspect --fields -q -- "$each" 2>/dev/null ;;
            esac
            return
          fi
        done
      }

      """;

  private static final String END =
      """
      _decorum() {
        local current=${COMP_WORDS[COMP_CWORD]} option= command= help= i word
        COMPREPLY=()
        for ((i = 1; i < COMP_CWORD; i++)); do
          word=${COMP_WORDS[i]}
          if [[ $word == help && -z $command ]]; then
            help=yes
            continue
          fi
          case " $(_decorum_commands "$command") " in
            *" $word "*) command=${command:+$command }$word ;;
          esac
        done
        # In bash, the = of --option=value is a word of its own.
        if [[ $current == = ]]; then
          option=${COMP_WORDS[COMP_CWORD - 1]}
          current=
        elif ((COMP_CWORD > 2)) && [[ ${COMP_WORDS[COMP_CWORD - 1]} == = ]]; then
          option=${COMP_WORDS[COMP_CWORD - 2]}
        elif [[ ${COMP_WORDS[COMP_CWORD - 1]} == -* ]]; then
          option=${COMP_WORDS[COMP_CWORD - 1]}
        fi
        if [[ -n $option ]] && _decorum_option_value "$command" "$option" "$current"; then
          return
        fi
        if [[ $current == -* ]]; then
          COMPREPLY=($(compgen -W "$(_decorum_options "$command")" -- "$current"))
        else
          local below
          below=$(_decorum_commands "$command")
          if [[ -n $below ]]; then
            COMPREPLY=($(compgen -W "$below" -- "$current"))
          fi
          if [[ -z $below ]]; then
            below=$(_decorum_parameters "$command")
            COMPREPLY=($(compgen -W "$below" -- "$current"))
          fi
          if [[ -n $command && -z $help && ( -z $below || ${#COMPREPLY[@]} == 0 ) ]]; then
            _decorum_files "$current"
          fi
        fi
      }

      complete -F _decorum decorum
      """;

  private BashCompletion() {}

  static String script(List<Page> pages) {
    StringBuilder out = new StringBuilder(START);
    out.append("_decorum_commands() {\n  case $1 in\n");
    for (Page page : pages) {
      if (!page.groups().isEmpty()) {
        out.append("    \"").append(page.words()).append("\") echo \"");
        out.append(String.join(" ", page.commands().stream().map(Page.Term::term).toList()));
        out.append("\" ;;\n");
      }
    }
    out.append("  esac\n}\n\n_decorum_parameters() {\n  case $1 in\n");
    for (Page page : pages) {
      List<String> words = page.parameterWords();
      if (!words.isEmpty()) {
        out.append("    \"").append(page.words()).append("\") echo \"");
        out.append(String.join(" ", words)).append("\" ;;\n");
      }
    }
    out.append("  esac\n}\n\n_decorum_options() {\n  case $1 in\n");
    for (Page page : pages) {
      Set<String> names = new LinkedHashSet<>();
      page.options().forEach(option -> names.addAll(option.names()));
      out.append("    \"").append(page.words()).append("\") echo \"");
      out.append(String.join(" ", names)).append("\" ;;\n");
    }
    out.append("  esac\n}\n\n");
    out.append("# Proposes the value of an option; fails if it has none.\n");
    out.append("_decorum_option_value() {\n  case \"$1 $2\" in\n");
    values(pages)
        .forEach(
            (proposal, options) ->
                out.append("    ")
                    .append(String.join(" | ", options))
                    .append(") ")
                    .append(proposal)
                    .append(" ;;\n"));
    out.append("    *) return 1 ;;\n  esac\n}\n\n");
    return out.append(END).toString();
  }

  /** What is called for a value, with the options that it is called for. */
  private static Map<String, List<String>> values(List<Page> pages) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Page page : pages) {
      for (Option option : page.options()) {
        if (option.hasValue()) {
          List<String> options = values.computeIfAbsent(proposal(option), key -> new ArrayList<>());
          for (String name : option.names()) {
            options.add("\"" + page.words() + " " + name + "\"");
          }
        }
      }
    }
    return values;
  }

  private static String proposal(Option option) {
    if (option.kind() == Kind.ANY) {
      return ":";
    }
    return "_decorum_value "
        + option.kind().name().toLowerCase(Locale.ROOT)
        + " \"$3\" '"
        + (option.several() ? "," : "")
        + "' '"
        + String.join(" ", option.words())
        + "'";
  }
}
