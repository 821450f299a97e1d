package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Holds values against the schemas of a document. It knows the keywords that the document uses;
 * another one is a failure, so that none is passed over.
 */
final class SchemaCheck {

  private static final Set<String> KNOWN =
      Set.of(
          "$ref",
          "type",
          "enum",
          "const",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "oneOf",
          "format",
          "pattern",
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "default",
          "description");

  private final JsonNode document;
  private final List<String> problems = new ArrayList<>();

  private SchemaCheck(JsonNode document) {
    this.document = document;
  }

  /** What is wrong with a value, each with its place. */
  static List<String> problems(JsonNode document, JsonNode schema, JsonNode value) {
    SchemaCheck check = new SchemaCheck(document);
    check.value("$", schema, value);
    return check.problems;
  }

  private void value(String place, JsonNode schema, JsonNode value) {
    schema
        .fieldNames()
        .forEachRemaining(keyword -> {
          if (!KNOWN.contains(keyword)) {
            problems.add(place + ": the keyword " + keyword + " is not known to this test");
          }
        });
    if (schema.has("$ref")) {
      String pointer = schema.path("$ref").asText().substring(1);
      JsonNode target = document.at(pointer);
      if (target.isMissingNode()) {
        problems.add(place + ": there is no " + pointer);
      }
      value(place, target, value);
    }
    if (schema.has("oneOf")) {
      long fitting = 0;
      for (JsonNode one : schema.path("oneOf")) {
        fitting += problems(document, one, value).isEmpty() ? 1 : 0;
      }
      if (fitting != 1) {
        problems.add(place + ": fits " + fitting + " of oneOf");
      }
    }
    if (schema.has("type") && !ofType(schema.path("type"), value)) {
      problems.add(place + ": " + value + " is not of type " + schema.path("type"));
    }
    oneOfValues(place, schema, value);
    text(place, schema, value);
    numbers(place, schema, value);
    if (value.isObject()) {
      object(place, schema, value);
    }
    if (value.isArray() && schema.has("items")) {
      for (int i = 0; i < value.size(); i++) {
        value(place + "[" + i + "]", schema.path("items"), value.path(i));
      }
    }
  }

  private static boolean ofType(JsonNode type, JsonNode value) {
    if (type.isArray()) {
      for (JsonNode one : type) {
        if (ofType(one, value)) {
          return true;
        }
      }
      return false;
    }
    return switch (type.asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> false;
    };
  }

  private void oneOfValues(String place, JsonNode schema, JsonNode value) {
    if (schema.has("const") && !schema.path("const").equals(value)) {
      problems.add(place + ": " + value + " is not " + schema.path("const"));
    }
    if (schema.has("enum")) {
      for (JsonNode one : schema.path("enum")) {
        if (one.equals(value)) {
          return;
        }
      }
      problems.add(place + ": " + value + " is not in " + schema.path("enum"));
    }
  }

  private void text(String place, JsonNode schema, JsonNode value) {
    if (!value.isTextual()) {
      return;
    }
    String text = value.textValue();
    int length = text.codePointCount(0, text.length());
    if ((schema.has("pattern") && !text.matches(schema.path("pattern").asText()))
        || length < schema.path("minLength").asInt(0)
        || length > schema.path("maxLength").asInt(Integer.MAX_VALUE)) {
      problems.add(place + ": " + value + " is not " + schema);
    }
    if (schema.path("format").asText().equals("date-time")) {
      try {
        Instant.parse(text);
      } catch (DateTimeParseException e) {
        problems.add(place + ": " + value + " is no moment");
      }
    }
  }

  private void numbers(String place, JsonNode schema, JsonNode value) {
    boolean countsItems = value.isArray();
    if (!countsItems && !value.isNumber()) {
      return;
    }
    long number = countsItems ? value.size() : value.longValue();
    if (number < schema.path(countsItems ? "minItems" : "minimum").asLong(Long.MIN_VALUE)
        || number > schema.path(countsItems ? "maxItems" : "maximum").asLong(Long.MAX_VALUE)) {
      problems.add(place + ": " + number + " is not within " + schema);
    }
  }

  private void object(String place, JsonNode schema, JsonNode value) {
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.asText())) {
        problems.add(place + ": has no " + name);
      }
    }
    value
        .properties()
        .forEach(field -> {
          String inside = place + "." + field.getKey();
          JsonNode more = schema.path("additionalProperties");
          if (schema.path("properties").has(field.getKey())) {
            value(inside, schema.path("properties").path(field.getKey()), field.getValue());
          } else if (more.isObject()) {
            value(inside, more, field.getValue());
          } else if (more.isBoolean() && !more.asBoolean()) {
            problems.add(inside + ": is not in the document");
          }
        });
  }
}
