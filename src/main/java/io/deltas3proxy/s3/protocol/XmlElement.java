package io.deltas3proxy.s3.protocol;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An element of a document that was sent: one that holds text, or others.
 *
 * @param name without its namespace
 * @param text empty where there are others
 */
record XmlElement(String name, String text, List<XmlElement> children) {

  XmlElement {
    children = List.copyOf(children);
    if (!children.isEmpty() && !text.isBlank()) {
      throw malformed();
    }
  }

  /** The same, which must have this name and no others in it than these. */
  XmlElement requireForm(String expected, Set<String> allowed) {
    if (!name.equals(expected)
        || !children.stream().allMatch(child -> allowed.contains(child.name()))) {
      throw malformed();
    }
    return this;
  }

  /** The text of the one element of a name; empty when there is none. */
  Optional<String> textOf(String child) {
    List<XmlElement> found = all(child);
    if (found.size() > 1 || found.stream().anyMatch(one -> !one.children().isEmpty())) {
      throw malformed();
    }
    return found.stream().map(XmlElement::text).findFirst();
  }

  String requireTextOf(String child) {
    return textOf(child).orElseThrow(XmlElement::malformed);
  }

  List<XmlElement> all(String child) {
    return children.stream().filter(one -> one.name().equals(child)).toList();
  }

  static S3Exception malformed() {
    return new S3Exception(S3ErrorCode.MALFORMED_XML);
  }
}
