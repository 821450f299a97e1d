package io.deltas3proxy.client;

/** Texts in XML. */
final class Xml {

  private Xml() {}

  static String text(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.chars()
        .forEach(c -> {
          switch (c) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            default -> safe.append(c < 0x20 || c > 0x7e ? '?' : (char) c);
          }
        });
    return safe.toString();
  }
}
