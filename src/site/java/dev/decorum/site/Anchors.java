package dev.decorum.site;

import java.util.IdentityHashMap;
import java.util.Map;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.renderer.html.AttributeProvider;

/** The anchors of a page's headings: what links to them end with. */
final class Anchors implements AttributeProvider {
  private final IdentityHashMap<Node, String> anchors = new IdentityHashMap<>();

  private Anchors() {}

  static Anchors of(Node document) {
    Anchors anchors = new Anchors();
    IdGenerator generator = IdGenerator.builder().defaultId("section").build();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Heading heading) {
            anchors.anchors.put(heading, generator.generateId(PlainText.of(heading)));
          }
        });
    return anchors;
  }

  String of(Heading heading) {
    return anchors.getOrDefault(heading, "");
  }

  boolean contains(String anchor) {
    // containsValue would look for the same object.
    return anchors.values().stream().anyMatch(anchor::equals);
  }

  @Override
  public void setAttributes(Node node, String tagName, Map<String, String> attributes) {
    String anchor = anchors.get(node);
    if (anchor != null) {
      attributes.put("id", anchor);
    }
  }
}
