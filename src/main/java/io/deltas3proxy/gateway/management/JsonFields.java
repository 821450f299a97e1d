package io.deltas3proxy.gateway.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The fields of an object, each of which somebody must ask for. */
public final class JsonFields {

  private final ObjectNode node;
  private final Set<String> asked = new HashSet<>();

  private JsonFields(ObjectNode node) {
    this.node = node;
  }

  static JsonFields of(JsonNode body) {
    if (body instanceof ObjectNode object) {
      return new JsonFields(object);
    }
    throw ManagementException.invalid("an object is needed");
  }

  private Optional<JsonNode> value(String key) {
    asked.add(key);
    return Optional.ofNullable(node.get(key)).filter(value -> !value.isNull());
  }

  public boolean has(String key) {
    return value(key).isPresent();
  }

  /** A text that must be there. */
  public String text(String key) {
    return textIfAny(key).orElseThrow(() -> ManagementException.invalid(key + " must be given"));
  }

  public Optional<String> textIfAny(String key) {
    Optional<JsonNode> value = value(key);
    if (value.isPresent() && (!value.get().isTextual() || value.get().textValue().isBlank())) {
      throw ManagementException.invalid(key + " must be a text that is not empty");
    }
    return value.map(JsonNode::textValue);
  }

  public boolean flag(String key, boolean otherwise) {
    Optional<JsonNode> value = value(key);
    if (value.isPresent() && !value.get().isBoolean()) {
      throw ManagementException.invalid(key + " must be true or false");
    }
    return value.map(JsonNode::booleanValue).orElse(otherwise);
  }

  /** A whole number, both ends included. */
  public int number(String key, int least, int most, int otherwise) {
    Optional<JsonNode> value = value(key);
    boolean good =
        value.isEmpty()
            || (value.get().isIntegralNumber()
                && value.get().canConvertToInt()
                && value.get().intValue() >= least
                && value.get().intValue() <= most);
    if (!good) {
      throw ManagementException.invalid(
          key + " must be a whole number from " + least + " to " + most);
    }
    return value.map(JsonNode::intValue).orElse(otherwise);
  }

  public Optional<Instant> instant(String key) {
    try {
      return textIfAny(key).map(Instant::parse);
    } catch (DateTimeException e) {
      throw ManagementException.invalid(key + " must be a moment such as 2030-01-31T00:00:00Z");
    }
  }

  public List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : elements(key)) {
      if (!element.isTextual() || element.textValue().isBlank()) {
        throw ManagementException.invalid(key + " must be a list of texts");
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  public List<JsonFields> objects(String key) {
    List<JsonFields> objects = new ArrayList<>();
    for (JsonNode element : elements(key)) {
      objects.add(of(element));
    }
    return objects;
  }

  private Iterable<JsonNode> elements(String key) {
    Optional<JsonNode> value = value(key);
    if (value.isPresent() && !value.get().isArray()) {
      throw ManagementException.invalid(key + " must be a list");
    }
    return value.isPresent() ? value.get() : List.of();
  }

  /** Refuses fields that nobody asked for. */
  public void end() {
    node.fieldNames()
        .forEachRemaining(key -> {
          if (!asked.contains(key)) {
            throw ManagementException.invalid(key + " is not known");
          }
        });
  }
}
