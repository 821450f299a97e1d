package io.deltas3proxy.gateway.management;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltas3proxy.admin.Administrator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request, of which the body is not read yet.
 *
 * @param by who asks; where everybody may, nobody in particular
 * @param names values of the template's names, in their order
 */
public record ManagementRequest(
    Administrator by, List<String> names, Map<String, String> query, Body content) {

  /** Reads the body. */
  @FunctionalInterface
  public interface Body {
    JsonNode read() throws IOException;
  }

  public String name(int position) {
    return names.get(position);
  }

  /** A value of the template that is a whole number. */
  public long number(int position) {
    return whole("the path", names.get(position));
  }

  /** Refuses parameters other than these: a filter that is not known would show too much. */
  public ManagementRequest allowing(String... known) {
    for (String key : query.keySet()) {
      if (!Set.of(known).contains(key)) {
        throw ManagementException.invalid(key + " is not a parameter of this resource");
      }
    }
    return this;
  }

  public Optional<String> text(String key) {
    return Optional.ofNullable(query.get(key)).filter(value -> !value.isEmpty());
  }

  /** A whole number, both ends included. */
  public int number(String key, int least, int most, int otherwise) {
    Optional<Long> number = number(key);
    if (number.isPresent() && (number.get() < least || number.get() > most)) {
      throw ManagementException.invalid(key + " must be from " + least + " to " + most);
    }
    return number.map(Math::toIntExact).orElse(otherwise);
  }

  public Optional<Long> number(String key) {
    return text(key).map(text -> whole(key, text));
  }

  public Optional<Boolean> flag(String key) {
    return text(key)
        .map(text ->
            switch (text) {
              case "true", "1" -> true;
              case "false", "0" -> false;
              default -> throw ManagementException.invalid(key + " must be true or false");
            });
  }

  private static long whole(String what, String text) {
    // Example: 17
    if (!text.matches("[0-9]{1,18}")) {
      throw ManagementException.invalid(what + " must be a whole number");
    }
    return Long.parseLong(text);
  }

  /** The body, which is an object. */
  public JsonFields fields() {
    try {
      return JsonFields.of(content.read());
    } catch (IOException e) {
      throw new ManagementException(400, "The body did not arrive whole");
    }
  }
}
