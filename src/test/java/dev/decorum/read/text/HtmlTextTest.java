package dev.decorum.read.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "<p>Where is my parcel?</p> | Where is my parcel?",
        "<p>It is on its way.</p><p>Tom &amp; Co. bring it at 5 &lt; 6 o'clock.</p>"
            + " | It is on its way./Tom & Co. bring it at 5 < 6 o'clock.",
        "<P>One</P>\\n\\n<P>Two</P>\\n | One/Two",
        "<div><div>One</div>Two<div>Three</div></div> | One/Two/Three",
        "<div dir=\"ltr\" title='a > b'>One</div> | One",
        "<div title=\"<b>\">One</div> | One",
        "<p>One<br>Two<br/>Three</p> | One/Two/Three",
        "<p>One<br></p><p>Two</p> | One/Two",
        "<p>One</p><p><br></p><p>Two</p> | One//Two",
        "<p>One</p><p>&nbsp;</p><p>Two</p> | One/Two",
        "<p>One<br><br>Two</p> | One//Two",
        "<br>One<br> | One",
        "<p>One<p>Two</p> | One/Two",
        "<ul>\\n <li>One</li>\\n <li>Two</li>\\n</ul> | One/Two",
        "<ol><li>One<ul><li>Two</li></ul></li><li>Three</li></ol> | One/Two/Three",
        "<h1>One</h1>Two<blockquote>Three</blockquote> | One/Two/Three",
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table> | a b/1 2",
        "<dl><dt>One</dt><dd>Two</dd></dl> | One/Two",
        "<p>One <b>two</b>, <i>three</i><u>four</u> .</p> | One two, threefour .",
        "<p>  One\\n\\ttwo   three </p> | One two three",
        "<p>One <b> two</b></p> | One two",
        "<p>One&nbsp;two&#160;three</p> | One two three",
        "<p>&quot;It&#39;s&rsquo;&#x1F600;&euro;&eacute;&quot;</p> | \"It's\u2019\uD83D\uDE00\u20AC\u00E9\"",
        "<p>&bogus; & &amp;amp; AT&T</p> | &bogus; & &amp; AT&T",
        "<span>One</span> | One",
        "<b>One</b> two <i>three</i> | One two three",
        "<a href=\"https://example.org/?a=1&b=2\">the page</a> | the page",
        "<p>One</p><hr><p>Two</p> | One/Two",
        "<p>One</p><img src=\"x.png\" alt=\"y\"> | One",
        "<img src=\"x.png\"> |",
        "<p></p> |",
        "<pre>a  b\\n  c</pre> | a  b/  c",
        "<pre>\\na\\n\\nb\\n</pre><p>c</p> | a//b/c",
        "<code>a  b</code> | a b",
        "<p>a<script>alert('<p>')</script><style>p{}</style>b</p> | ab",
        "<style>p > b {}</style><p>One</p> | One",
        "<p>One</p><!-- <p>two</p> --> | One",
        "<!-- x --> <p>One</p> | One",
        "<div>One<span style=\"Display: none\">two</span><p hidden>three<b>x</b></p>four</div> | Onefour",
        "<!DOCTYPE html><html><head><title>T</title></head><body><p>One</p></body></html> | One",
        "<html><body>One</body></html> | One",
        "<body><p>One</body> | One",
        "<p>One <think> two</p> | One two",
        "<p>un&shy;break&#8203;able</p> | unbreakable",
      })
  void whatPeopleSeeRemains(String html, String seen) {
    String text = html.replace("\\n", "\n").replace("\\t", "\t");
    String lines = seen == null ? "" : seen.replace('/', '\n');
    assertEquals(lines, HtmlText.ofWhole(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "Hello.",
        "<3",
        "<3 you",
        "<3 you <3",
        "<START>",
        "<START>Hello</START>",
        "<think>Hm.</think>",
        "<think>Hm.</think>\n\n<p>Hello.</p>",
        "<s>[INST] Hi [/INST] Hello.</s>",
        "<USER>: <BOT>",
        "a < b",
        "a < b and c > d",
        "<b and c>",
        "<i < 5 and b > 3</i>",
        "<i> is italics and <b> is bold",
        "<i> is italics, closed by </em>",
        "<p> is a tag",
        "<p> is a paragraph in HTML.",
        "Use <p>text</p>",
        "Use <br>",
        "<p>Hello.</p> And more.",
        "<tool_call>{\"name\": \"x\"}</tool_call>",
        "<query><p>Hello.</p></query>",
        "<answer>42</answer>",
        "<output>42</output>",
        "<title>One</title>",
        "<svg></svg>",
        "<?xml version=\"1.0\"?><p>x</p>",
        "<p",
        "<p>",
        "<p><",
        "<>",
        "</p>",
        "<",
        "<!-- x -->",
        "<!-- x",
        "<!-->",
        "<div>One</div",
        "<div>One<div>Two",
        "<p>One --></p> -->",
        "<div>One</ div>",
        "<div>One</div x>",
        "<pp>One</p>",
        "<p.x>One</p>",
        "<p>One</x>",
        "<verylongnameofanelement>One</p>",
      })
  void otherTextsAreNoHtml(String text) {
    assertNull(HtmlText.ofWhole(text));
  }

  @Test
  void deepAndHugeHtmlIsBounded() {
    int n = 60_000;
    for (String tag :
        new String[] {"div", "b", "p", "li", "td", "a", "table", "pre", "span", "h1"}) {
      String open = "<" + tag + ">";
      String close = "</" + tag + ">";
      assertEquals("x", HtmlText.ofWhole(open.repeat(n) + "x" + close.repeat(n)), tag);
      assertEquals("x", HtmlText.ofWhole(open.repeat(n) + "x" + close), tag);
    }
    assertEquals("x", HtmlText.ofWhole("<b><i>".repeat(n) + "x" + "</b></i>"));
    assertNull(HtmlText.ofWhole("<b>".repeat(200_001) + "</b>"));
    String words = "word ".repeat(1_000_000);
    assertEquals(words.strip(), HtmlText.ofWhole("<p>" + words + "</p>"));
  }
}
