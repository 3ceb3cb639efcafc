package dev.decorum.report;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Checks as the JUnit XML that build servers read. */
public final class JUnitXml {
  private JUnitXml() {}

  /**
   * The checks as one document.
   *
   * @param name the name of the test suites
   */
  public static String text(String name, List<Check> checks) {
    Map<String, List<Check>> suites = new LinkedHashMap<>();
    for (Check check : checks) {
      suites.computeIfAbsent(check.suite(), key -> new ArrayList<>()).add(check);
    }
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      xml.writeAttribute("name", possible(name));
      writeCounts(xml, checks);
      for (Map.Entry<String, List<Check>> suite : suites.entrySet()) {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", possible(suite.getKey()));
        writeCounts(xml, suite.getValue());
        for (Check check : suite.getValue()) {
          xml.writeCharacters("\n    ");
          write(xml, name + "." + suite.getKey(), check);
        }
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text + "\n";
  }

  private static void writeCounts(XMLStreamWriter xml, List<Check> checks)
      throws XMLStreamException {
    xml.writeAttribute("tests", Integer.toString(checks.size()));
    xml.writeAttribute("failures", Long.toString(count(checks, Check.Outcome.FAILED)));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", Long.toString(count(checks, Check.Outcome.SKIPPED)));
  }

  private static long count(List<Check> checks, Check.Outcome outcome) {
    return checks.stream().filter(check -> check.outcome() == outcome).count();
  }

  private static void write(XMLStreamWriter xml, String className, Check check)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", possible(className));
    xml.writeAttribute("name", possible(check.name()));
    switch (check.outcome()) {
      case FAILED -> {
        xml.writeStartElement("failure");
        xml.writeAttribute("message", possible(check.message()));
        xml.writeCharacters(possible(check.name() + ": " + check.message()));
        xml.writeEndElement();
      }
      case SKIPPED -> {
        xml.writeEmptyElement("skipped");
        xml.writeAttribute("message", possible("the data do not tell: " + check.message()));
      }
      case PASSED -> {
        xml.writeStartElement("system-out");
        xml.writeCharacters(possible(check.message()));
        xml.writeEndElement();
      }
    }
    xml.writeEndElement();
  }

  /** The text without characters that XML 1.0 does not allow. */
  private static String possible(String text) {
    StringBuilder possible = new StringBuilder(text.length());
    text.codePoints().forEach(c -> possible.appendCodePoint(isPossible(c) ? c : 0xFFFD));
    return possible.toString();
  }

  private static boolean isPossible(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
