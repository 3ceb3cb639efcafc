package dev.decorum.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is found in small cards, a line each: the number's line, the number, what it is of (+ for
 * appropriate, - for inappropriate, L for a logit), and the text with its line; or a gap, with a !
 * if it is a number.
 */
class ModelCardFormsTest {

  private static String found(String card) {
    ModelCard read = CardReader.parse(card, 1, List.of("LABEL_0", "non-toxic"));
    List<String> lines = new ArrayList<>();
    for (ModelCard.Example example : read.examples()) {
      PrintedNumber number = example.number();
      String sign =
          switch (number.quantity()) {
            case APPROPRIATE -> "+";
            case INAPPROPRIATE -> "-";
            case APPROPRIATE_LOGIT -> "L+";
            case INAPPROPRIATE_LOGIT -> "L-";
            case REWARD -> "R";
          };
      lines.add(
          "%d %s %s %d %s"
              .formatted(
                  number.line(),
                  number.value().toPlainString(),
                  sign,
                  example.line(),
                  example.text().replace("\n", "|")));
    }
    for (ModelCard.Gap gap : read.gaps()) {
      lines.add((gap.isNumber() ? "! " : "") + gap.line() + " " + gap.reason());
    }
    return String.join("\n", lines);
  }

  private static Arguments card(String name, String card, String... found) {
    return Arguments.of(name, card, String.join("\n", found));
  }

  /** A card that prints a line, in a comment, for the text "a b". */
  private static Arguments comment(String comment, String... found) {
    String card = "x = 'a b'\nscore(x)  # " + comment;
    return card(
        comment, card, Stream.of(found).map(line -> line + " 1 a b").toArray(String[]::new));
  }

  static Stream<Arguments> numbers() {
    return Stream.of(
        comment("0.818", "2 0.818 +"),
        comment("0,818", "2 0.818 +"),
        comment(".818", "2 0.818 +"),
        comment("8.18e-01", "2 0.818 +"),
        comment("81.8%", "2 0.818 +"),
        comment("81,80 %", "2 0.8180 +"),
        comment("82%", "2 0.82 +"),
        comment("-> 0.818.", "2 0.818 +"),
        comment("~0.818", "2 0.818 +"),
        comment("output: 0.818", "2 0.818 +"),
        comment("Probability: 0.818", "2 0.818 +"),
        comment("P(appropriate) = 0.818", "2 0.818 +"),
        comment("0.818 (appropriate)", "2 0.818 +"),
        comment("0.182 -> inappropriate", "2 0.182 -"),
        comment("Appropriate Probability: 1", "2 1 +"),
        comment("not appropriate: 0.182", "2 0.182 -"),
        comment("Inappropriate: 0.182, appropriate: 0.818", "2 0.182 -", "2 0.818 +"),
        comment("{'appropriate': 0.818}", "2 0.818 +"),
        comment("[{'label': 'LABEL_0', 'score': 0.182}]", "2 0.182 -"),
        comment("[{'label': 'non-toxic', 'score': 0.818}]", "2 0.818 +"),
        comment("tensor(0.8180)", "2 0.8180 +"),
        comment("tensor([0.8180])", "2 0.8180 +"),
        comment("tensor([[0.1820, 0.8180]], grad_fn=<Soft0>)", "2 0.1820 -", "2 0.8180 +"),
        comment("array([[0.25 , 0.75]], dtype=float32)", "2 0.25 -", "2 0.75 +"),
        comment("[0,182, 0,818]", "2 0.182 -", "2 0.818 +"),
        comment("[0.182,0.818]", "2 0.182 -", "2 0.818 +"),
        comment("(appropriate, inappropriate): [0.8, 0.2]", "2 0.8 +", "2 0.2 -"),
        comment("tensor([[-0.7521, 0.7503]])", "2 -0.7521 L-", "2 0.7503 L+"),
        comment("logit of appropriate: 1.5", "2 1.5 L+"),
        comment("Version 3, Appropriate Probability: 0.818", "2 0.818 +"));
  }

  static Stream<Arguments> others() {
    String without = "1 the card prints no number for the text in this line";
    return Stream.of(
            "1",
            "baseline 0.672",
            "accuracy: 70%",
            "70% accuracy",
            "higher than 0.5 means appropriate",
            "delta: +21.7%",
            "torch.Size([1, 2])",
            "betas=[0.9, 0.999]",
            "[0, 1]",
            "[0,1]",
            "v0.5",
            "{p:.3f}",
            "took 0.8 minutes")
        .map(comment -> card(comment, "x = 'a b'\nscore(x)  # " + comment, without));
  }

  static Stream<Arguments> gaps() {
    String printed = "! 2 %s is printed here, but %s";
    return Stream.of(
            List.of("Appropriate Probability: 0,335,1", "0,335,1", "it is not a number"),
            List.of("Appropriate Probability: 0.8.1", "0.8.1", "it is not a number"),
            List.of("Appropriate Probability: 1.7", "1.7", "it is not a probability"),
            List.of("Appropriate Probability: -0.2", "-0.2", "it is not a probability"),
            List.of("1.52", "1.52", "it is not a probability"),
            List.of("0.182 0.818", "0.182 0.818", "it isn't said what each is"),
            List.of("[0.1, 0.2, 0.3]", "[0.1, 0.2, 0.3]", "for one text"))
        .map(
            row ->
                card(
                    row.get(0),
                    "x = 'a b'\nscore(x)  # " + row.get(0),
                    printed.formatted(row.get(1), row.get(2))));
  }

  /** A card in which an expression is scored, or the reason why its text isn't known. */
  private static Arguments text(String code, String text) {
    String found =
        text.startsWith("?")
            ? "! 4 0.5 is printed here, but its text in line 3 " + text.substring(1)
            : "4 0.5 + 3 " + text;
    return card(
        code, "bot = 'Bo'\nmany = ['c-d', 'e-f']\nx = " + code + "\nscore(x)  # 0.5", found);
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        text("'it''s'", "its"),
        text("\"a 'b'\"", "a 'b'"),
        text("('a ' \"b\" r'\\n')", "a b\\n"),
        text("'a ' + bot", "a Bo"),
        text("f'{bot}: {{x}} {bot!s}'", "Bo: {x} Bo"),
        text("rf'{bot}\\n'", "Bo\\n"),
        text("f'\\x7bbot\\x7d \\N{BULLET}'", "{bot} \u2022"),
        text("'\\n'.join(['a', bot, 'c',])", "a|Bo|c"),
        text("' '.join(many)", "c-d e-f"),
        text("'- ' + '\\n- '.join(['a'] + many)", "- a|- c-d|- e-f"),
        text("' a b\\n'.strip()", "a b"),
        text("' a b '.rstrip()", " a b"),
        text("u'a b'", "a b"),
        text("f'{user} b'", "?needs {user}, which is not a string that the card names"),
        text("f'{bot:>9} b'", "?needs {bot:>9}, which is not a string that the card names"),
        text("'{} b'.format(bot)", "?is made by .format()"),
        text("'%s b' % bot", "?is made by %"),
        text("'a b' * 3", "?is made by *"),
        text("b'a b'", "?is made of bytes"),
        text("'a b' if bot else 'c'", "?is not a plain string expression"),
        text("'a ' + name", "?is joined with something that is not a string of the card"),
        text("'a b'[1:]", "?is a piece of another"),
        text("textwrap.dedent('a b')", "?is made by dedent()"),
        text("build_prompt(bot)", "?is made by build_prompt()"),
        text("{'role': 'user', 'content': 'a b'}", "?is in a dictionary"),
        text("''", "?is empty"));
  }

  static Stream<Arguments> cards() {
    return Stream.of(
        card(
            "a literal that is scored",
            "print(score('a b', tokenizer))\n# 0.5\npipe(text='c d', device='my gpu')  # 0.6",
            "2 0.5 + 1 a b",
            "3 0.6 + 3 c d"),
        card(
            "names of models and settings are no texts",
            """
            name = "the model"
            tokenizer = T.from_pretrained(name, cache="my cache")
            tokenizer.truncation_side = "on the left"
            chat = "a b"
            p = model(**tokenizer(chat, return_tensors="pt")).logits.softmax(-1)
            print(f"Appropriate Probability: {p[0][1]:.3f}")
            # Appropriate Probability: 0.5
            """,
            "7 0.5 + 4 a b"),
        card(
            "settings and baselines are no results",
            """
            LR = 1e-5  # 0.00001
            baseline = 0.672  # 0.672
            chat = "a b"
            p = score(chat)
            print(baseline)  # 0.672
            print(p - baseline)  # 0.146
            print(p)  # 0.818
            """,
            "7 0.818 + 3 a b"),
        card(
            "the index says which label a bare number has",
            "x = 'a b'\np = f(x)\np[0][0].item()  # 0.2\np[0, 1]  # 0.8\np[:, 0]  # 0.2",
            "3 0.2 - 1 a b",
            "4 0.8 + 1 a b",
            "5 0.2 - 1 a b"),
        card(
            "a function's own names and words are its own",
            """
            def score(chat):
                '''Gives the appropriate probability: 0.9'''
                text = "c d"
                return model(text)  # 0.7

            chat = "a b"
            score(chat)  # 0.5
            """,
            "7 0.5 + 6 a b"),
        card(
            "a text that grows",
            "chat = 'a '\nchat += 'b'\nscore(chat)  # 0.5\nfor m in more:\n    chat += m + ' c'\n"
                + "score(chat)  # 0.6",
            "3 0.5 + 1 a b",
            "! 6 0.6 is printed here, but its text in line 1 is put together by +="),
        card(
            "a list that grows",
            "many = ['a b', 'c d']\nmany.append('e f')\nscore(many)  # 0.6",
            "1 the card prints no number for the text in this line",
            "! 3 0.6 is printed here, but its text in line 1 is in a list that is changed later"),
        card(
            "texts in a list, numbers beside them",
            "many = [\n  'a b',  # 0.5\n  'c d',  # 0.6\n]",
            "2 0.5 + 2 a b",
            "3 0.6 + 3 c d"),
        card(
            "an element of a list",
            "many = ['a b', 'c d']\nscore(many[1])  # 0.6\nscore(many[0])  # 0.5",
            "2 0.6 + 1 c d",
            "3 0.5 + 1 a b"),
        card(
            "a loop over names and texts",
            "```python\ngood = 'a b'\nfor n, t in [('good', good), ('bad', 'c d')]:\n"
                + "    print(n, score(t))\n```\n```\ngood 0.5\nbad 0.6\n```",
            "7 0.5 + 2 a b",
            "8 0.6 + 3 c d"),
        card(
            "two at once",
            "a, b = 'a b', 'c d'\np, q = score(a), score(b)\nprint(p, q)  # 0.5 0.6",
            "3 0.5 + 1 a b",
            "3 0.6 + 1 c d"),
        card(
            "rows of a tensor",
            "x = f(['a b', 'c d'])\nx\n# tensor([[0.25, 0.75],\n#         [0.40, 0.60]])",
            "3 0.25 - 1 a b",
            "3 0.75 + 1 a b",
            "4 0.40 - 1 c d",
            "4 0.60 + 1 c d"),
        card(
            "three texts, two numbers",
            "a = 'a b'\nb = 'c d'\nc = 'e f'\n\nAppropriate Probability: 0.5\n\nAppropriate"
                + " Probability: 0.6",
            "5 0.5 + 2 c d",
            "7 0.6 + 3 e f",
            "1 the card prints no number for the text in this line"),
        card(
            "two texts, three numbers",
            "f(['a b', 'c d'])\n'''\n0.5\n0.6\n0.7\n'''",
            "1 the card prints no number for the text in this line",
            "! 3 0.5 is printed here, but it isn't clear which of 2 texts it is for",
            "! 4 0.6 is printed here, but it isn't clear which of 2 texts it is for",
            "! 5 0.7 is printed here, but it isn't clear which of 2 texts it is for"),
        card(
            "both probabilities without labels",
            "f('a b')\n'''\n0.182\n0.818\n'''",
            "1 the card prints no number for the text in this line",
            "! 3 0.182 is printed here, but it isn't said whether it is the one for appropriate",
            "! 4 0.818 is printed here, but it isn't said whether it is the one for appropriate"),
        card(
            "said twice",
            "```python\nprint(f('a b'))\n```\n```\n0.5\n```\n## Baseline\n```\n0.672\n```\n"
                + "**Appropriate Probability:** 0.5",
            "5 0.5 + 2 a b",
            "11 0.5 + 2 a b"),
        card(
            "prose around bare numbers",
            "f('a b')\n\n0.5\n\nThe learning went well:\n\n0.6\n\n0.6976 0.0268 250",
            "3 0.5 + 1 a b"),
        card(
            "a mean",
            "f('a b')  # 0.5\n\nMean appropriate probability: 0.6",
            "1 0.5 + 1 a b",
            "3 0.6 is printed here, but as \"mean\" says, not for one text"),
        card(
            "a blank line in indented code, and a list",
            "Run:\n\n\tx = '''a\n\n\tb'''\n\tf(x)\n\n\t# 0.5\n\n1. Then\n\n    this: 0.7",
            "8 0.5 + 3 a||b"),
        card(
            "a fence in a fence",
            "~~~~ python\nx = '''a\n~~~\nb'''\nf(x)  # 0.5\n~~~~\n",
            "5 0.5 + 2 a|~~~|b"),
        card(
            "prompts of IPython",
            "```\nIn [1]: x = '''a\n   ...: b'''\n\nIn [2]: f(x)\nOut[2]: 0.5\n```",
            "6 0.5 + 2 a|b"),
        card(
            "quotes that are never closed",
            "```python\nx = '''a b\nf(x)\n# 0.5\n```",
            "! 4 0.5 is printed here, but its text in line 2 opens quotes that are never closed"),
        card(
            "front matter",
            "---\nx: 'a b'\nappropriate_probability: 0.5\n---\nf('c d')  # 0.6",
            "5 0.6 + 5 c d"),
        card("no front matter", "---\n\nf('c d')  # 0.6", "3 0.6 + 3 c d"),
        card(
            "other languages",
            "f('a b')\n```yaml\ntop: 0.9\n```\n```bash\n$ run\nAppropriate Probability: 0.5\n```",
            "7 0.5 + 1 a b"),
        card(
            "a table",
            """
            x = "a b"

            | Nr | Chat | P(appropriate) | inappropriate | baseline |
            |:---|------|---------------:|---------------|----------|
            | 1 | `c\\nd \\| e` | 0,5 | 50% | 0.672 |
            | 2 | x | **0.6** | | 0.672 |
            | 3 | f<br>g | about 0.7 | - | 0.672 |
            """,
            "5 0.5 + 5 c|d | e",
            "5 0.50 - 5 c|d | e",
            "6 0.6 + 1 a b"),
        card(
            "a table of other things",
            "| Name | Score |\n|---|---|\n| gpt2 | 0.7 |\n\n| Test text | Accuracy |\n|---|---|\n| a b |"
                + " 0.7 |",
            ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"numbers", "others", "gaps", "texts", "cards"})
  void isFound(String name, String card, String found) {
    assertEquals(found, found(card), name);
  }
}
