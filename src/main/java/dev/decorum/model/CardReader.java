package dev.decorum.model;

import dev.decorum.model.CardCode.Effect;
import dev.decorum.model.CardCode.Statement;
import dev.decorum.model.ModelCard.Example;
import dev.decorum.model.ModelCard.Gap;
import dev.decorum.model.PrintedNumbers.Result;
import dev.decorum.model.PrintedNumbers.Sign;
import dev.decorum.model.PythonLine.Kind;
import dev.decorum.model.PythonLine.Token;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.SmallFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a model card from top to bottom: Markdown, code with or without fences, and printed output.
 * {@link CardPairs} pairs the texts with the numbers.
 */
public final class CardReader {
  private static final int LARGEST_FILE = 2 << 20;

  private static final Pattern FENCE = Pattern.compile("([ \\t]*)(`{3,}|~{3,})([^`]*)");
  private static final Pattern LANGUAGE = Pattern.compile("[\\p{L}\\p{N}_+-]+");
  private static final Pattern FIRST_PROMPT =
      Pattern.compile("[ \\t]*(?:>>>|In ?\\[\\d+\\]:)(?: |$)");

  private static final Pattern PROMPT =
      Pattern.compile("[ \\t]*(?:>>>|In ?\\[\\d+\\]:|\\.\\.\\.+:?)(?: |$)");
  private static final Pattern LITERAL = Pattern.compile("[ \\t]*(?:[rRuUfF]{0,2})(?:\"\"\"|''')");

  private static final Pattern COMMENT = Pattern.compile("[ \\t]*#");
  private static final Pattern HEADING = Pattern.compile(" {0,3}##+ ");
  private static final Pattern TAG = Pattern.compile("\\s*</?\\w[^<>]*>\\s*");

  private static final Set<String> PYTHON =
      Set.of("", "python", "python3", "py", "py3", "pycon", "ipython", "ipython3");

  /** Languages of blocks with the output of a program. */
  private static final Set<String> PRINTED =
      Set.of("text", "txt", "plaintext", "console", "output", "out", "json", "log", "none", "bash");

  /** The kind of the lines in a part of the card. */
  private enum Voice {
    /** The author's words, with code between them that has no fence. */
    PROSE,
    /** Code or prose that is indented as a block. */
    INDENTED,
    /** Code, possibly with its output. */
    CODE,
    /** Code after prompts. */
    SESSION,
    /** The output of a program. */
    OUTPUT,
    /** Code in another language. */
    FOREIGN;

    boolean isProse() {
      return this == PROSE || this == INDENTED;
    }
  }

  private final String card;
  private final PrintedNumbers numbers;
  private final CardCode code = new CardCode();
  private final List<Gap> gaps = new ArrayList<>();
  private final CardPairs pairs;

  /** Whether there were only blank lines since the last statement or its output. */
  private boolean near;

  /** Whether the last line belongs to a block of Python, which may continue with indented lines. */
  private boolean inBlock;

  /** The number of characters that may still be tried as code without success. */
  private long patience;

  /**
   * Reads the card of a bundle; without a card, there are no examples.
   *
   * @throws ModelException if the card exists and cannot be read
   */
  public static ModelCard of(ModelBundle bundle) {
    Path card = bundle.folder().resolve(ModelCard.FILE);
    if (!Files.exists(card)) {
      return new ModelCard(List.of(), List.of());
    }
    byte[] bytes = SmallFile.read(bundle.file(ModelCard.FILE), card, LARGEST_FILE);
    try {
      String markdown =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(markdown, bundle.head().appropriate(), bundle.head().labels());
    } catch (CharacterCodingException e) {
      throw new ModelException(card + ": not in UTF-8; save it as that", e);
    }
  }

  /**
   * Finds the examples in the text of a card.
   *
   * @param appropriate the index of the label that means appropriate, 0 or 1
   * @param labels the model's names of its labels
   */
  public static ModelCard parse(String markdown, int appropriate, List<String> labels) {
    // Python reads every line ending as \n.
    String card = markdown.replace("\r\n", "\n").replace('\r', '\n');
    card = card.startsWith("\ufeff") ? card.substring(1) : card;
    return new CardReader(card, new PrintedNumbers(new NumberWords(appropriate, labels))).read();
  }

  CardReader(String card, PrintedNumbers numbers) {
    this.card = card;
    this.numbers = numbers;
    this.pairs = new CardPairs(code.names(), gaps);
    this.patience = 100_000 + 4L * card.length();
  }

  ModelCard read() {
    int at = frontMatter();
    int number = 1 + breaks(card, 0, at);
    StringBuilder part = new StringBuilder();
    int begin = number;
    Matcher fence = null;
    while (at < card.length()) {
      int end = lineEnd(card, at);
      String line = card.substring(at, end);
      Matcher mark = FENCE.matcher(line);
      boolean marked = mark.matches();
      if (fence == null && marked) {
        part(part, begin, Voice.PROSE);
        begin = number + 1;
        fence = mark;
      } else if (fence != null && marked && closes(mark, fence)) {
        part(part, begin, voice(fence.group(3)));
        begin = number + 1;
        fence = null;
      } else {
        int columns = fence == null ? 0 : fence.group(1).length();
        part.append(line, Math.min(columns, indent(line)), line.length()).append('\n');
      }
      at = end + 1;
      number++;
    }
    part(part, begin, fence == null ? Voice.PROSE : voice(fence.group(3)));
    List<Example> examples = pairs.finish();
    return new ModelCard(examples, gaps);
  }

  /** The offset after the YAML at the beginning of the card. */
  private int frontMatter() {
    int at = lineEnd(card, 0) + 1;
    if (!card.startsWith("---") || !card.substring(0, at - 1).strip().equals("---")) {
      return 0;
    }
    while (at < card.length()) {
      int end = lineEnd(card, at);
      String line = card.substring(at, end).stripTrailing();
      at = end + 1;
      if (line.equals("---") || line.equals("...")) {
        return Math.min(at, card.length());
      }
    }
    return 0;
  }

  private static boolean closes(Matcher mark, Matcher fence) {
    return mark.group(3).isBlank() && mark.group(2).startsWith(fence.group(2));
  }

  private static Voice voice(String info) {
    Matcher word = LANGUAGE.matcher(info);
    String language = word.find() ? word.group().toLowerCase(Locale.ROOT) : "";
    return PYTHON.contains(language)
        ? Voice.CODE
        : PRINTED.contains(language) ? Voice.OUTPUT : Voice.FOREIGN;
  }

  private static int lineEnd(String text, int at) {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private static int breaks(String text, int from, int to) {
    int breaks = 0;
    for (int i = from; i < to; i++) {
      breaks += text.charAt(i) == '\n' ? 1 : 0;
    }
    return breaks;
  }

  private static int indent(String line) {
    int indent = 0;
    while (indent < line.length() && (line.charAt(indent) == ' ' || line.charAt(indent) == '\t')) {
      indent++;
    }
    return indent;
  }

  private void part(StringBuilder text, int number, Voice voice) {
    lines(text.toString(), number, voice);
    text.setLength(0);
    if (voice == Voice.OUTPUT) {
      pairs.answered();
    }
    if (voice != Voice.PROSE) {
      near = voice != Voice.FOREIGN;
      inBlock = false;
    }
  }

  private void lines(String text, int begin, Voice voice) {
    int number = begin;
    int at = 0;
    boolean answer = false;
    boolean separate = true;
    while (at < text.length()) {
      int end = lineEnd(text, at);
      String line = text.substring(at, end);
      int next = end + 1;
      if (line.isBlank()) {
        answer = false;
        separate = true;
      } else {
        if (voice != Voice.SESSION && FIRST_PROMPT.matcher(line).lookingAt()) {
          next = session(text, at, number);
          answer = true;
        } else if (voice == Voice.FOREIGN) {
          pairs.print(labelled(numbers.ofProse(line, number)));
        } else if (answer || voice == Voice.OUTPUT) {
          pairs.print(numbers.ofOutput(line, number, ""));
        } else {
          boolean mayIndent = separate && voice == Voice.PROSE && !inBlock;
          next = mixed(text, at, line, number, mayIndent, voice);
        }
        separate = false;
      }
      number += breaks(text, at, Math.min(next, text.length()));
      at = next;
    }
  }

  /** Reads the input at prompts, and returns where its output begins. */
  private int session(String text, int begin, int number) {
    StringBuilder typed = new StringBuilder();
    int at = begin;
    while (at < text.length()) {
      int end = lineEnd(text, at);
      Matcher prompt = PROMPT.matcher(text.substring(at, end));
      if (!prompt.lookingAt()) {
        break;
      }
      typed.append(text, at + prompt.end(), end).append('\n');
      at = end + 1;
    }
    lines(typed.toString(), number, Voice.SESSION);
    return at;
  }

  private static List<Result> labelled(List<Result> printed) {
    return printed.stream().filter(result -> result.sign() != Sign.PLACE).toList();
  }

  /** Reads a line that may begin anything, and returns the end of what it began. */
  private int mixed(String text, int at, String line, int number, boolean mayIndent, Voice voice) {
    if (mayIndent && columns(line) >= 4) {
      return indented(text, at, number);
    }
    int next = CardTable.end(text, at);
    if (next > at) {
      pairs.check(new CardTable(numbers, code).read(text.substring(at, next), number));
      return next;
    }
    if (LITERAL.matcher(line).lookingAt()) {
      next = literal(text, at + indent(line), number, indent(line));
    } else if (COMMENT.matcher(line).lookingAt()
        && !(voice.isProse() && HEADING.matcher(line).lookingAt())) {
      if (!code.isInFunction(indent(line))) {
        print(numbers.ofOutput(line, number, ""), voice);
      }
      return at + line.length() + 1;
    } else {
      next = statements(text, at, number, indent(line), voice);
    }
    if (next > at) {
      return next;
    }
    inBlock = false;
    words(line, number, voice);
    return at + line.length() + 1;
  }

  private static int columns(String line) {
    return line.startsWith("\t") ? 4 : indent(line);
  }

  private int indented(String text, int begin, int number) {
    StringBuilder block = new StringBuilder();
    int at = begin;
    while (at < text.length()) {
      int end = lineEnd(text, at);
      String line = text.substring(at, end);
      if (!line.isBlank() && columns(line) < 4) {
        break;
      }
      block.append(line.substring(line.startsWith("\t") ? 1 : Math.min(4, indent(line))));
      block.append('\n');
      at = end + 1;
    }
    lines(block.toString(), number, Voice.INDENTED);
    inBlock = false;
    return at;
  }

  /** Reads a string on its own: the output of the code before it, or a text. */
  private int literal(String text, int at, int number, int indent) {
    PythonString string = PythonString.at(text, at);
    if (string == null) {
      unclosed(number);
      return -1;
    }
    near = true;
    if (!code.isInFunction(indent)) {
      List<Result> printed = new ArrayList<>();
      int line = number;
      for (String said : string.body().split("\n", -1)) {
        printed.addAll(numbers.ofOutput(said, line++, ""));
      }
      if (printed.isEmpty()) {
        pairs.loose(code.text(string, number));
      } else {
        pairs.print(printed);
      }
    }
    return string.end();
  }

  /** Records that a number further down belongs to an unknown text. */
  private void unclosed(int number) {
    CardText text = CardText.unknown(number, "opens quotes that are never closed");
    pairs.run(new Statement(Effect.SHOWS, List.of(text)), List.of());
  }

  /** Reads the statements of a line, usually one. */
  private int statements(String text, int begin, int number, int indent, Voice voice) {
    int at = begin;
    int next = statement(text, at, number, indent, voice);
    int line = number;
    while (next > at && next < text.length() && text.charAt(next - 1) == ';') {
      line += breaks(text, at, next);
      at = next;
      next = statement(text, at, line, indent, voice);
    }
    return next > at || at == begin ? next : lineEnd(text, at) + 1;
  }

  /** Reads a statement and returns its end, or -1 if none begins here. */
  private int statement(String text, int at, int number, int indent, Voice voice) {
    PythonLine line = PythonLine.at(text, at);
    if (!line.isCode()) {
      patience -= line.end() - at;
      if (patience < 0) {
        throw new ModelException("README.md: too many brackets in it are never closed");
      }
      boolean quotes = text.startsWith("\"\"\"", line.end()) || text.startsWith("'''", line.end());
      if (quotes && line.beginsAsCode()) {
        unclosed(number + breaks(text, at, line.end()));
      }
      return -1;
    }
    List<Token> tokens = line.tokens();
    near = true;
    inBlock = indent > 0 || tokens.get(tokens.size() - 1).is(":");
    if (code.isInFunction(indent)) {
      return line.end();
    }
    Statement statement = code.run(line, text, at, number, indent);
    for (Token token : tokens) {
      PythonString string = token.string();
      numbers.hear(string != null ? string.body() : token.text());
    }
    pairs.run(statement, comments(line, text, at, number));
    if (tokens.size() == 3 && tokens.get(1).is("=") && tokens.get(2).kind() == Kind.NUMBER) {
      // appropriate_probability = 0.818 may also be output.
      words(
          text.substring(at, lineEnd(text, at)), number, voice.isProse() ? voice : Voice.INDENTED);
    }
    return line.end();
  }

  /** The results in the comments of a statement. */
  private List<Result> comments(PythonLine line, String text, int at, int number) {
    List<Result> printed = new ArrayList<>();
    for (Token comment : line.comments()) {
      int commentLine = number + breaks(text, at, comment.at());
      String about = text.substring(Math.max(at, comment.at() - 1000), comment.at());
      printed.addAll(numbers.ofOutput(comment.text(), commentLine, about));
    }
    for (int i = 0; i < line.tokens().size(); i++) {
      Token token = line.tokens().get(i);
      boolean argument = i + 1 < line.tokens().size() && line.tokens().get(i + 1).is("=");
      if (token.kind() == Kind.NAME && (i == 0 || !argument) && NumberWords.isOther(token.text())) {
        return labelled(printed); // print(baseline)  # 0.672
      }
    }
    return printed;
  }

  /** Reads a line that is neither code nor comment. */
  private void words(String line, int number, Voice voice) {
    if (TAG.matcher(line).matches()) {
      return;
    }
    if (voice.isProse() && HEADING.matcher(line).lookingAt()) {
      pairs.section();
    }
    List<Result> printed = numbers.ofOutput(line, number, "");
    if (voice.isProse()) {
      List<Result> labelled = labelled(printed);
      printed = near && !labelled.isEmpty() ? labelled : numbers.ofProse(line, number);
    }
    print(printed, voice);
    near &= !printed.isEmpty() || !voice.isProse();
  }

  /** Adds results; in prose, a number without a label has to follow code immediately. */
  private void print(List<Result> printed, Voice voice) {
    pairs.print(near || !voice.isProse() ? printed : labelled(printed));
  }
}
