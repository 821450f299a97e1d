package io.deltas3proxy.s3.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes one XML document into memory, so that its length is known and a failure leaves no half of
 * it. What XML 1.0 cannot hold is replaced by U+FFFD: the document is always well-formed.
 */
public final class XmlWriter {

  private static final char REPLACEMENT = '\uFFFD';

  private final String namespace;
  private final StringBuilder xml =
      new StringBuilder(1024).append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Begins a document.
   *
   * @param namespace of the root element
   */
  public XmlWriter(String namespace) {
    this.namespace = namespace;
  }

  /** Opens the root element with its namespace. */
  public XmlWriter root(String name) {
    xml.append('<').append(name).append(" xmlns=\"").append(namespace).append("\">");
    open.push(name);
    return this;
  }

  public XmlWriter open(String name) {
    xml.append('<').append(name).append('>');
    open.push(name);
    return this;
  }

  public XmlWriter close() {
    xml.append("</").append(open.pop()).append('>');
    return this;
  }

  public XmlWriter text(String text) {
    escape(text);
    return this;
  }

  public XmlWriter element(String name, String text) {
    return open(name).text(text).close();
  }

  public XmlWriter element(String name, long number) {
    return element(name, Long.toString(number));
  }

  public XmlWriter element(String name, boolean value) {
    return element(name, Boolean.toString(value));
  }

  /** The document; every element must be closed. */
  public byte[] document() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("element left open: " + open.peek());
    }
    return xml.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void escape(String text) {
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '<' -> xml.append("&lt;");
        case '>' -> xml.append("&gt;");
        case '&' -> xml.append("&amp;");
        case '"' -> xml.append("&quot;");
        case '\'' -> xml.append("&apos;");
        // Written plainly, a reader would take these for other white space.
        case '\r', '\n', '\t' -> xml.append("&#").append(c).append(';');
        default -> {
          if (isLegal(c)) {
            xml.appendCodePoint(c);
          } else {
            xml.append(REPLACEMENT);
          }
        }
      }
    }
  }

  /** XML 1.0, section 2.2, production {@code Char}, without the white space seen above. */
  private static boolean isLegal(int c) {
    return (c >= ' ' && c < 0xD800) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
  }
}
