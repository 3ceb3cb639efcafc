package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.report.Check.Outcome;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Checks as build servers read them. */
class ChecksTest {

  @Test
  void whateverANameHoldsTheXmlIsWhole() throws Exception {
    String hostile = "a\"b<c>&d ]]> \u0001 \ud800 \ufffe \n\u202e";
    String xml =
        JUnitXml.text(
            "decorum",
            List.of(
                new Check(hostile, hostile, Outcome.FAILED, hostile),
                new Check("s", "fine", Outcome.PASSED, "0.7"),
                new Check("s", "unknown", Outcome.SKIPPED, "0.6")));
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    Element suites = document.getDocumentElement();
    assertEquals("3", suites.getAttribute("tests"));
    assertEquals("1", suites.getAttribute("failures"));
    assertEquals("1", suites.getAttribute("skipped"));
    Element first = (Element) document.getElementsByTagName("testcase").item(0);
    assertEquals("a\"b<c>&d ]]> \ufffd \ufffd \ufffd  \u202e", first.getAttribute("name"));
    Element suite = (Element) document.getElementsByTagName("testsuite").item(1);
    assertEquals("s", suite.getAttribute("name"));
    assertEquals("0", suite.getAttribute("failures"));
  }
}
