package dev.decorum.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Writes cards of random forms over texts whose probability is known. */
final class RandomCards {
  /** What a card says: its text, the texts in it, and the places of the digits that matter. */
  record Card(String markdown, List<Integer> texts, List<Integer> digits) {}

  /** Numbers that are no results. */
  private static final List<String> ASIDE =
      List.of(
          "The accuracy is 0.7012 (baseline: 0.672), it's what \"we\" got (see below.\n",
          "- learning_rate: 2e-05\n- betas=(0.9,0.999)\n",
          "```yaml\nlearning_rate: 0.003\n```\n",
          "```python\nDROPOUT = 0.1  # 0.1\nprint(baseline)  # 0.672\n```\n",
          "| Epoch | Validation Loss |\n|---|---|\n| 0.5 | 0.6123 |\n",
          "Mean appropriate probability: 0.613\n",
          "## Version 1.2\n");

  private final Random random;
  private final List<String> texts;
  private final List<Double> probabilities;
  private final StringBuilder card = new StringBuilder();
  private final List<Integer> used = new ArrayList<>();
  private final List<Integer> digits = new ArrayList<>();

  private RandomCards(Random random, List<String> texts, List<Double> probabilities) {
    this.random = random;
    this.texts = texts;
    this.probabilities = probabilities;
  }

  /** Writes a card of one to four examples. */
  static Card write(long seed, List<String> texts, List<Double> probabilities) {
    RandomCards cards = new RandomCards(new Random(seed), texts, probabilities);
    if (cards.random.nextBoolean()) {
      cards.card.append("---\nlicense: mit\nmetrics: [0.5]\n---\n");
    }
    cards.card.append("# A card\n\n");
    int examples = 1 + cards.random.nextInt(4);
    for (int i = 0; i < examples; i++) {
      cards.aside();
      cards.example(i);
    }
    cards.aside();
    return new Card(cards.card.toString(), cards.used, cards.digits);
  }

  private void aside() {
    if (random.nextBoolean()) {
      card.append('\n').append(pick(ASIDE)).append('\n');
    }
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private void example(int number) {
    int index = random.nextInt(texts.size());
    String name = pick(List.of("chat", "text_" + number, "payload", "EXAMPLE"));
    String code = assignment(name, texts.get(index));
    double probability = probabilities.get(index);
    int form = random.nextInt(8);
    switch (form) {
      case 0 -> code(code + "print(score(" + name + "))  # ", index, probability, "", "");
      case 1 ->
          code(
              code + "p = score(" + name + ")\nprint(p)\n# Appropriate Probability: ",
              index,
              probability,
              "",
              "");
      case 2 ->
          code(
              code + "print(score(" + name + "))\n\"\"\"\nAppropriate Probability: ",
              index,
              probability,
              "\n\"\"\"",
              "");
      case 3 -> {
        card.append("```python\n").append(code).append("score(").append(name).append(")\n```\n");
        card.append("\ngives\n\n```\n");
        print(index, probability);
        card.append("\n```\n");
      }
      case 4 -> {
        code(code + "p = score(" + name + ")", -1, 0, "", "");
        card.append("\nThis is **appropriate probability:** ");
        print(index, probability);
        card.append(".\n");
      }
      case 5 -> {
        card.append("```pycon\n>>> ").append(code.strip().replace("\n", "\n... "));
        card.append("\n>>> score(").append(name).append(")\n");
        print(index, probability);
        card.append("\n```\n");
      }
      case 6 -> {
        String both = String.format(Locale.ROOT, "%.4f, ", 1 - probability);
        code(
            code + "probabilities(" + name + ")\n# tensor([[" + both,
            index,
            probability,
            "]])",
            ".");
      }
      default -> {
        code(code, -1, 0, "", "");
        card.append("\n| Variable | Appropriate probability |\n| --- | --- |\n| `");
        card.append(name).append("` | ");
        print(index, probability);
        card.append(" |\n");
      }
    }
  }

  /** Code that ends in a number, if there is a text for it, in a block of some form. */
  private void code(String before, int index, double probability, String after, String point) {
    StringBuilder whole = new StringBuilder();
    int block = random.nextInt(4);
    String indent = block == 3 ? pick(List.of("    ", "\t")) : "";
    String open =
        switch (block) {
          case 0 -> "```python\n";
          case 1 -> "~~~ py\n";
          default -> "";
        };
    whole.append(open).append(indent).append(before.replace("\n", "\n" + indent));
    card.append("\n").append(whole);
    if (index >= 0) {
      if (point.isEmpty()) {
        print(index, probability);
      } else {
        print(index, String.format(Locale.ROOT, "%.4f", probability));
      }
    }
    card.append(after.replace("\n", "\n" + indent)).append('\n');
    card.append(block == 0 ? "```\n" : block == 1 ? "~~~\n" : "\n");
  }

  private void print(int index, double probability) {
    int decimals = 2 + random.nextInt(4);
    String plain = String.format(Locale.ROOT, "%." + decimals + "f", probability);
    switch (random.nextInt(4)) {
      case 0 -> print(index, plain.replace('.', ','));
      case 1 -> {
        print(index, String.format(Locale.ROOT, "%." + (decimals - 2) + "f", probability * 100));
        card.append(random.nextBoolean() ? "%" : " %");
      }
      default -> print(index, plain);
    }
  }

  private void print(int index, String shown) {
    used.add(index);
    card.append(shown);
    digits.add(card.length() - 1);
  }

  private String assignment(String name, String text) {
    String head = name + pick(List.of(" = ", "=", ": str = "));
    int middle = text.codePointCount(0, text.length()) / 2;
    String first = text.substring(0, text.offsetByCodePoints(0, middle));
    String second = text.substring(first.length());
    switch (random.nextInt(7)) {
      case 0 -> {
        return head + "(\n    " + literal(first) + "  # a part\n    " + literal(second) + "\n)\n";
      }
      case 1 -> {
        return head + literal(first) + " + " + literal(second) + "\n";
      }
      case 2 -> {
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
          lines.add(literal(line));
        }
        return head + "\"\\n\".join([" + String.join(", ", lines) + "])\n";
      }
      case 3 -> {
        String part = quoted(first, "\"").replace("{", "{{").replace("}", "}}");
        return "ending = " + literal(second) + "\n" + head + "f\"" + part + "{ending}\"\n";
      }
      case 4 -> {
        return head + literal(first) + "\n" + name + " += " + literal(second) + "\n";
      }
      default -> {
        return head + literal(text) + "\n";
      }
    }
  }

  private String literal(String text) {
    String quotes = pick(List.of("\"", "'", "\"\"\"", "'''"));
    boolean raw = !text.matches("(?s).*[\\\\\n'\"].*") && random.nextBoolean();
    return (raw ? "r" : "") + quotes + (raw ? text : quoted(text, quotes)) + quotes;
  }

  private String quoted(String text, String quotes) {
    StringBuilder out = new StringBuilder();
    for (int c : text.codePoints().toArray()) {
      if (c == '\\' || c == quotes.charAt(0)) {
        out.append('\\').appendCodePoint(c);
      } else if (c == '\n') {
        out.append(quotes.length() == 3 && random.nextBoolean() ? "\n" : "\\n");
      } else if (c == '\t') {
        out.append(random.nextBoolean() ? "\t" : "\\t");
      } else if (c > 0xffff) {
        out.append(String.format("\\U%08x", c));
      } else if (c > 0x7f && random.nextBoolean()) {
        out.append(String.format("\\u%04X", c));
      } else {
        out.appendCodePoint(c);
      }
    }
    return out.toString();
  }
}
