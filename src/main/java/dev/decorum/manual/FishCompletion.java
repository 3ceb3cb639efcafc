package dev.decorum.manual;

import dev.decorum.manual.Page.Option;
import java.util.List;

/** Completion for fish. */
final class FishCompletion {
  private static final String START =
      """
      # fish completion for decorum

      # Whether the words so far name this command, and none below it.
      function __decorum_at
          set -l words (commandline -opc)
          set -l at decorum
          for word in $words[2..-1]
              contains -- "$at $word" $__decorum_commands; and set at "$at $word"
          end
          test "$at" = "$argv"
      end

      # Models that were fetched from the hub, and folders.
      function __decorum_models
          set -l cache "$HOME/.cache/huggingface/hub"
          set -q XDG_CACHE_HOME; and set cache "$XDG_CACHE_HOME/huggingface/hub"
          set -q HF_HOME; and set cache "$HF_HOME/hub"
          set -q HF_HUB_CACHE; and set cache "$HF_HUB_CACHE"
          for each in $cache/models--*
              # Names of the hub have no other characters.
              string replace -- '--' / (string replace -r '.*/models--' '' -- $each) \\
                  | string match -r -- '^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$'
          end
          __fish_complete_directories (commandline -ct)
      end

      # The fields of the first input on the command line, after what is there of a list.
      function __decorum_fields
          set -l before (string replace -rf '^(.*,)[^,]*$' '$1' -- (commandline -ct | string replace -r '^--[^=]*=' ''))
          for each in (commandline -opc)[2..-1]
              if test -f "$each"
                  set -l fields
                  if string match -qr '\\.[ct]sv$' -- $each
                      set fields (head -c 65536 -- $each | head -n 1 | LC_ALL=C tr -d '"\\r\\000' | LC_ALL=C tr ',;|\\t' '\\n\\n\\n\\n')
                  else
                      set fields (decorum inspect --fields -q -- $each 2>/dev/null)
                  end
                  set -q fields[1]; and printf '%s\\n' "$before"$fields
                  return
              end
          end
      end

      # Words of a list whose parts are divided by commas.
      function __decorum_list
          set -l before (string replace -rf '^(.*,)[^,]*$' '$1' -- (commandline -ct | string replace -r '^--[^=]*=' ''))
          printf '%s\\n' "$before"$argv
      end

      """;

  private FishCompletion() {}

  static String script(List<Page> pages) {
    StringBuilder out = new StringBuilder(START);
    out.append("set -g __decorum_commands");
    for (Page page : pages) {
      if (!page.words().isEmpty()) {
        out.append(" \\\n    ").append(quoted(page.command()));
      }
    }
    out.append("\n\n");
    for (Page page : pages) {
      String at = "complete -c decorum -n " + quoted("__decorum_at " + page.command());
      // Names of files are inputs, where there are any.
      if (page.parameters().isEmpty() || !page.parameterWords().isEmpty()) {
        out.append(at).append(" -f");
        if (!page.parameterWords().isEmpty()) {
          out.append(" -a ").append(quoted(String.join(" ", page.parameterWords())));
        }
        out.append('\n');
      }
      List<Page.Term> commands =
          page.words().equals("help") ? pages.get(0).commands() : page.commands();
      for (Page.Term command : commands) {
        out.append(at)
            .append(" -f -a ")
            .append(command.term())
            .append(" -d ")
            .append(quoted(command.text()))
            .append('\n');
      }
      for (Option option : page.options()) {
        out.append(at);
        for (String name : option.names()) {
          out.append(
              name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        out.append(value(option))
            .append(" -d ")
            .append(quoted(Sentence.first(option.text())))
            .append('\n');
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static String value(Option option) {
    if (!option.hasValue()) {
      return "";
    }
    String words = String.join(" ", option.words());
    return switch (option.kind()) {
      case ANY -> " -x";
      case WORD -> " -x -a " + quoted(option.several() ? "(__decorum_list " + words + ")" : words);
      case FILE -> " -r -F";
      case FOLDER -> " -x -a '(__fish_complete_directories (commandline -ct))'";
      case MODEL -> " -x -a '(__decorum_models)'";
      case FIELD -> " -x -a '(__decorum_fields)'";
    };
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
