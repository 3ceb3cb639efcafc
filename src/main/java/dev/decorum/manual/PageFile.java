package dev.decorum.manual;

import dev.decorum.manual.Page.Group;
import dev.decorum.manual.Page.Kind;
import dev.decorum.manual.Page.Option;
import dev.decorum.manual.Page.Section;
import dev.decorum.manual.Page.Term;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A page in a file that is read in no time: its parts one after another, lists with their sizes.
 */
final class PageFile {
  private PageFile() {}

  static Page read(DataInputStream in) throws IOException {
    return new Page(
        in.readUTF(),
        in.readUTF(),
        strings(in),
        strings(in),
        options(in),
        sections(in),
        terms(in),
        groups(in),
        terms(in),
        strings(in),
        terms(in));
  }

  static void write(Page page, DataOutputStream out) throws IOException {
    out.writeUTF(page.command());
    out.writeUTF(page.brief());
    strings(page.synopsis(), out);
    strings(page.description(), out);
    options(page.parameters(), out);
    out.writeInt(page.sections().size());
    for (Section section : page.sections()) {
      out.writeUTF(section.heading());
      options(section.options(), out);
    }
    terms(page.keyOptions(), out);
    out.writeInt(page.groups().size());
    for (Group group : page.groups()) {
      out.writeUTF(group.heading());
      terms(group.commands(), out);
    }
    terms(page.examples(), out);
    strings(page.notes(), out);
    terms(page.exitCodes(), out);
  }

  private static List<String> strings(DataInputStream in) throws IOException {
    List<String> strings = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      strings.add(in.readUTF());
    }
    return strings;
  }

  private static void strings(List<String> strings, DataOutputStream out) throws IOException {
    out.writeInt(strings.size());
    for (String string : strings) {
      out.writeUTF(string);
    }
  }

  private static List<Term> terms(DataInputStream in) throws IOException {
    List<Term> terms = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      terms.add(new Term(in.readUTF(), in.readUTF()));
    }
    return terms;
  }

  private static void terms(List<Term> terms, DataOutputStream out) throws IOException {
    out.writeInt(terms.size());
    for (Term term : terms) {
      out.writeUTF(term.term());
      out.writeUTF(term.text());
    }
  }

  private static List<Option> options(DataInputStream in) throws IOException {
    List<Option> options = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      options.add(
          new Option(
              strings(in),
              in.readUTF(),
              in.readBoolean(),
              in.readBoolean(),
              in.readBoolean(),
              strings(in),
              Kind.valueOf(in.readUTF()),
              strings(in)));
    }
    return options;
  }

  private static void options(List<Option> options, DataOutputStream out) throws IOException {
    out.writeInt(options.size());
    for (Option option : options) {
      strings(option.names(), out);
      out.writeUTF(option.value());
      out.writeBoolean(option.required());
      out.writeBoolean(option.repeated());
      out.writeBoolean(option.several());
      strings(option.text(), out);
      out.writeUTF(option.kind().name());
      strings(option.words(), out);
    }
  }

  private static List<Section> sections(DataInputStream in) throws IOException {
    List<Section> sections = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      sections.add(new Section(in.readUTF(), options(in)));
    }
    return sections;
  }

  private static List<Group> groups(DataInputStream in) throws IOException {
    List<Group> groups = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      groups.add(new Group(in.readUTF(), terms(in)));
    }
    return groups;
  }
}
