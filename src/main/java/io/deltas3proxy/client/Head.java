package io.deltas3proxy.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The beginning of a request or an answer, in the bytes that were sent: characters are octets.
 *
 * @param start its first line
 */
record Head(String start, List<Field> fields) {

  /** Fields that are about one connection (RFC 9110, section 7.6.1). */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "upgrade");

  /** One header. */
  record Field(String name, String value) {}

  Head {
    fields = List.copyOf(fields);
  }

  List<String> values(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }

  Optional<String> first(String name) {
    return values(name).stream().findFirst();
  }

  /** Whether a comma-separated header has a word. */
  boolean has(String name, String word) {
    for (String value : values(name)) {
      for (String part : value.split(",", -1)) {
        if (part.strip().equalsIgnoreCase(word)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The same for the next connection: without what is about this one. */
  Head forwarded(String newStart) {
    List<Field> kept = new ArrayList<>();
    for (Field field : fields) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (!OF_THE_CONNECTION.contains(name) && !has("Connection", name)) {
        kept.add(field);
      }
    }
    return new Head(newStart, kept);
  }

  Head with(String name, String value) {
    List<Field> more = new ArrayList<>(fields);
    more.add(new Field(name, value));
    return new Head(start, more);
  }

  Head without(String name) {
    return new Head(
        start, fields.stream().filter(field -> !field.name().equalsIgnoreCase(name)).toList());
  }

  /** As it is sent. */
  String text() {
    StringBuilder text = new StringBuilder(start).append("\r\n");
    for (Field field : fields) {
      text.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    return text.append("\r\n").toString();
  }
}
