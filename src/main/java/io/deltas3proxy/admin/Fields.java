package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.admin.AdminException.Flaw;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of an object, each of which somebody must ask for. */
final class Fields {

  private final ObjectNode node;
  private final String path;
  private final List<Flaw> flaws = new ArrayList<>();
  private final Set<String> asked = new HashSet<>();

  private Fields(ObjectNode node, String path) {
    this.node = node;
    this.path = path;
  }

  static Fields of(JsonNode body) {
    return of(body, "");
  }

  private static Fields of(JsonNode value, String path) {
    if (value instanceof ObjectNode object) {
      return new Fields(object, path);
    }
    throw AdminException.flawed(path, "must be an object");
  }

  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  void flaw(String key, String message) {
    flaws.add(new Flaw(path(key), message));
  }

  /** Any value; a missing node where there is none. {@code null} counts as none. */
  JsonNode value(String key) {
    asked.add(key);
    JsonNode value = node.path(key);
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  boolean has(String key) {
    return !value(key).isMissingNode();
  }

  @Nullable String textOrNull(String key) {
    JsonNode value = value(key);
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isTextual() || value.textValue().isEmpty()) {
      flaw(key, "must be a text that is not empty");
      return null;
    }
    return value.textValue();
  }

  String text(String key) {
    String text = textOrNull(key);
    if (text == null && !has(key)) {
      flaw(key, "must be given");
    }
    return text == null ? "" : text;
  }

  Optional<Boolean> flag(String key) {
    JsonNode value = value(key);
    if (!value.isMissingNode() && !value.isBoolean()) {
      flaw(key, "must be true or false");
    }
    return value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
  }

  int integer(String key, int least, int most, int otherwise) {
    JsonNode value = value(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > most) {
      flaw(key, "must be a whole number from " + least + " to " + most);
      return otherwise;
    }
    return value.intValue();
  }

  @Nullable Instant instant(String key) {
    String text = textOrNull(key);
    if (text == null) {
      return null;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      flaw(key, "must be a moment such as 2030-01-31T00:00:00Z");
      return null;
    }
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : list(key)) {
      if (element.isTextual() && !element.textValue().isEmpty()) {
        texts.add(element.textValue());
      } else {
        flaw(key + "[" + texts.size() + "]", "must be a text that is not empty");
        break;
      }
    }
    return texts;
  }

  Fields object(String key) {
    return of(value(key), path(key));
  }

  List<Fields> objects(String key) {
    List<Fields> objects = new ArrayList<>();
    for (JsonNode element : list(key)) {
      objects.add(of(element, path(key) + "[" + objects.size() + "]"));
    }
    return objects;
  }

  private Iterable<JsonNode> list(String key) {
    JsonNode value = value(key);
    if (!value.isMissingNode() && !value.isArray()) {
      flaw(key, "must be a list");
      return List.of();
    }
    return value;
  }

  /** Refuses the request when something is wrong so far, or when there are other fields. */
  void end() {
    node.fieldNames()
        .forEachRemaining(key -> {
          if (!asked.contains(key)) {
            flaw(key, "is not known");
          }
        });
    if (!flaws.isEmpty()) {
      throw AdminException.flawed(flaws);
    }
  }
}
