package dev.decorum.manual;

import dev.decorum.manual.Page.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Completion for zsh. */
final class ZshCompletion {
  private static final String START =
      """
      #compdef decorum
      # zsh completion for decorum

      # Models that were fetched from the hub, and folders.
      _decorum__value_model() {
        local cache=${HF_HUB_CACHE:-${HF_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/huggingface}/hub}
        local each
        local -a models
        for each in $cache/models--*(N:t); do
          each=${${each#models--}/--//}
          # Names of the hub have no other characters.
          [[ $each =~ '^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$' ]] && models+=($each)
        done
        (( $#models )) && compadd -a models
        _files -/
      }

      # The fields of the first input on the command line.
      _decorum__value_field() {
        local each
        local -a fields
        for each in ${words[2,-1]}; do
          if [[ -f ${(Q)each} ]]; then
            case $each in
              *.csv|*.tsv)
                fields=(${(f)"$(head -c 65536 -- ${(Q)each} | head -n 1 | LC_ALL=C tr -d '"\\r\\000' | LC_ALL=C tr ',;|\\t' '\\n\\n\\n\\n')"})
                ;;
              *) fields=(${(f)"$(decorum inspect --fields -q -- ${(Q)each} 2>/dev/null)"}) ;;
            esac
            break
          fi
        done
        if (( $#fields )); then
          compadd "$@" -a fields
        else
          _message field
        fi
      }

      _decorum__value_fields() {
        compset -P '*,'
        _decorum__value_field -qS ,
      }

      """;

  private ZshCompletion() {}

  static String script(List<Page> pages) {
    StringBuilder out = new StringBuilder(START);
    for (Page page : pages) {
      function(page, out);
    }
    out.append(
        """
        # Read as a file that is on the path of functions, or by source.
        if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
          _decorum "$@"
        else
          (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
          compdef _decorum decorum
        fi
        """);
    return out.toString();
  }

  private static void function(Page page, StringBuilder out) {
    out.append(name(page)).append("() {\n");
    boolean parent = !page.groups().isEmpty();
    if (parent) {
      out.append("  local state line curcontext=$curcontext\n");
    }
    out.append("  _arguments ").append(parent ? "-C " : "").append("-s -S");
    for (Option option : page.options()) {
      for (String each : specs(option)) {
        out.append(" \\\n    ").append(each);
      }
    }
    if (parent) {
      out.append(" \\\n    '1: :->command' \\\n    '*:: :->arguments'\n");
      children(page, out);
    } else {
      out.append(" \\\n    ").append(quoted(parameter(page))).append('\n');
    }
    out.append("}\n\n");
    if (page.words().isEmpty()) {
      out.append("_decorum_command_names() {\n  _describe command '(\n");
      describe(page, out);
      out.append("  )'\n}\n\n");
    }
  }

  private static String parameter(Page page) {
    if (page.words().equals("help")) {
      return "*:command:_decorum_command_names";
    }
    return page.parameterWords().isEmpty()
        ? "*:input:_files"
        : "1:word:(" + String.join(" ", page.parameterWords()) + ")";
  }

  private static void describe(Page page, StringBuilder out) {
    for (Page.Term command : page.commands()) {
      out.append("    ")
          .append(command.term())
          .append("\\:\"")
          .append(command.text().replace("'", "’").replace("\"", ""))
          .append("\"\n");
    }
  }

  private static void children(Page page, StringBuilder out) {
    out.append("  case $state in\n    command)\n      local -a commands=(\n");
    for (Page.Term command : page.commands()) {
      out.append("        ").append(quoted(command.term() + ":" + command.text())).append('\n');
    }
    out.append("      )\n      _describe command commands\n");
    if (!page.parameters().isEmpty()) {
      out.append("      _files\n");
    }
    out.append("      ;;\n    arguments)\n      case $words[1] in\n");
    for (Page.Term command : page.commands()) {
      out.append("        ")
          .append(command.term())
          .append(") _")
          .append((page.command() + " " + command.term()).replace(' ', '_').replace('-', '_'))
          .append(" ;;\n");
    }
    out.append("        *) _files ;;\n      esac\n      ;;\n  esac\n");
  }

  private static String name(Page page) {
    return "_" + page.command().replace(' ', '_').replace('-', '_');
  }

  private static List<String> specs(Option option) {
    List<String> specs = new ArrayList<>();
    for (String name : option.names()) {
      String star = option.repeated() ? "*" : "";
      String equals = option.hasValue() ? name.startsWith("--") ? "=" : "+" : "";
      specs.add(quoted(star + name + equals + "[" + bracketed(option) + "]" + value(option)));
    }
    return specs;
  }

  private static String bracketed(Option option) {
    return Sentence.first(option.text())
        .replace("[", "\\[")
        .replace("]", "\\]")
        .replace(":", "\\:");
  }

  private static String value(Option option) {
    if (!option.hasValue()) {
      return "";
    }
    String label =
        ":" + option.value().replaceAll("[^A-Za-z0-9|=./_-]", "").toLowerCase(Locale.ROOT) + ":";
    return label
        + switch (option.kind()) {
          case ANY -> " ";
          case WORD ->
              option.several()
                  ? "_values -s , value " + String.join(" ", option.words())
                  : "(" + String.join(" ", option.words()) + ")";
          case FILE -> "_files";
          case FOLDER -> "_files -/";
          case MODEL -> "_decorum__value_model";
          case FIELD -> option.several() ? "_decorum__value_fields" : "_decorum__value_field";
        };
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
