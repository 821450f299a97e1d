package io.deltas3proxy.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One map of the configuration, asked key by key. What is wrong is collected, not thrown, so that
 * everything is reported at once; the default stands in for a wrong value until then. A key that
 * nobody asked for is unknown.
 */
final class Section {

  private static final String NOT_SHOWN = "(not shown)";

  private final ObjectNode node;
  private final KeyPath path;
  private final ConfigurationTree tree;
  private final List<Problem> problems;
  private final Set<String> known = new TreeSet<>();

  Section(ObjectNode node, KeyPath path, ConfigurationTree tree, List<Problem> problems) {
    this.node = node;
    this.path = path;
    this.tree = tree;
    this.problems = problems;
  }

  KeyPath path(String key) {
    return path.child(key);
  }

  /** Every key that is there; for maps whose keys the operator chooses. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    known.addAll(names);
    return names;
  }

  boolean has(String key) {
    known.add(key);
    return node.has(key);
  }

  Optional<String> text(String key) {
    JsonNode value = value(key);
    if (value instanceof POJONode given) {
      return nonEmpty(key, String.valueOf(given.getPojo()));
    }
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    return value.isTextual()
        ? nonEmpty(key, value.textValue())
        : wrong(key, "must be a text", value);
  }

  String text(String key, String otherwise) {
    return text(key).orElse(otherwise);
  }

  /** Whether the text is there and empty, where that has a meaning. */
  boolean isEmptyText(String key) {
    JsonNode value = value(key);
    return value instanceof POJONode given
        ? String.valueOf(given.getPojo()).isEmpty()
        : value.isTextual() && value.textValue().isEmpty();
  }

  /** Whether it is this word, where other types of values have a meaning too. */
  boolean isText(String key, String word) {
    JsonNode value = value(key);
    return value instanceof POJONode given
        ? String.valueOf(given.getPojo()).equals(word)
        : value.isTextual() && value.textValue().equals(word);
  }

  private Optional<String> nonEmpty(String key, String text) {
    if (text.isBlank()) {
      problem(key, "must not be empty");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  boolean flag(String key, boolean otherwise) {
    JsonNode value = json(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    return value.isBoolean()
        ? value.booleanValue()
        : this.<Boolean>wrong(key, "must be true or false", value).orElse(otherwise);
  }

  /** A whole number, both ends included. */
  int integer(String key, int least, int most, int otherwise) {
    JsonNode value = json(key);
    return value.isMissingNode() ? otherwise : number(key, value, least, most).orElse(otherwise);
  }

  /** A port of which {@code null} and 0 mean none. */
  OptionalInt portOrNone(String key, int otherwise) {
    JsonNode value = json(key);
    int port = otherwise;
    if (value.isNull()) {
      port = 0;
    } else if (!value.isMissingNode()) {
      port = number(key, value, 0, 65_535).orElse(otherwise);
    }
    return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
  }

  private Optional<Integer> number(String key, JsonNode value, int least, int most) {
    boolean fits =
        value.isIntegralNumber()
            && value.canConvertToInt()
            && value.intValue() >= least
            && value.intValue() <= most;
    return fits
        ? Optional.of(value.intValue())
        : wrong(key, "must be a whole number from " + least + " to " + most, value);
  }

  Duration millis(String key, int least, int most, Duration otherwise) {
    return Duration.ofMillis(integer(key, least, most, Math.toIntExact(otherwise.toMillis())));
  }

  Duration seconds(String key, int least, int most, Duration otherwise) {
    return Duration.ofSeconds(integer(key, least, most, Math.toIntExact(otherwise.toSeconds())));
  }

  /** One of some words. */
  <T> T choice(String key, Map<String, T> choices, T otherwise) {
    Optional<String> word = text(key);
    if (word.isEmpty()) {
      return otherwise;
    }
    T chosen = choices.get(word.get());
    if (chosen == null) {
      String allowed = String.join(", ", new TreeSet<>(choices.keySet()));
      problem(key, "must be one of " + allowed + ", not " + shown(key, word.get()));
      return otherwise;
    }
    return chosen;
  }

  List<String> texts(String key, List<String> otherwise) {
    JsonNode value = json(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    List<String> texts = new ArrayList<>();
    boolean good = value.isArray();
    for (JsonNode element : value) {
      good &= element.isTextual() && !element.textValue().isBlank();
      texts.add(element.asText());
    }
    return good
        ? texts
        : this.<List<String>>wrong(key, "must be a list of texts", value).orElse(otherwise);
  }

  /** Reads a text by a function whose {@link IllegalArgumentException} says what is wrong. */
  <T> Optional<T> parsed(String key, Function<String, T> parser) {
    Optional<String> text = text(key);
    return text.flatMap(value -> {
      try {
        return Optional.of(parser.apply(value));
      } catch (IllegalArgumentException e) {
        problem(key, e.getMessage() + ": " + shown(key, value));
        return Optional.empty();
      }
    });
  }

  /** A map; one that is missing is empty. */
  Section section(String key) {
    JsonNode value = json(key);
    ObjectNode object = tree.root().objectNode();
    if (value instanceof ObjectNode given) {
      object = given;
    } else if (!value.isMissingNode()) {
      wrong(key, "must be a map", value);
    }
    return new Section(object, path.child(key), tree, problems);
  }

  /** A map within a list. */
  Section at(ObjectNode element, KeyPath place) {
    return new Section(element, place, tree, problems);
  }

  /** A value of any type; one that a variable gives is JSON. */
  JsonNode json(String key) {
    JsonNode value = value(key);
    if (!(value instanceof POJONode given)) {
      return value;
    }
    String text = String.valueOf(given.getPojo());
    try {
      return ConfigurationReader.parse(text);
    } catch (IOException e) {
      problem(key, "cannot be understood as JSON: " + shownDoubtful(key, text));
      return MissingNode.getInstance();
    }
  }

  /** Whether the value is a map, also where a variable gives it. */
  boolean isMap(String key) {
    JsonNode value = value(key);
    return value.isObject()
        || (value instanceof POJONode given
            && String.valueOf(given.getPojo()).stripLeading().startsWith("{"));
  }

  private JsonNode value(String key) {
    known.add(key);
    return node.path(key);
  }

  private <T> Optional<T> wrong(String key, String demand, JsonNode value) {
    String text = value.toString();
    boolean plain = value.isNumber() || value.isBoolean() || value.isNull();
    problem(key, demand + ", not " + (plain ? shown(key, text) : shownDoubtful(key, text)));
    return Optional.empty();
  }

  void problem(String key, String message) {
    problem(path.child(key), message);
  }

  void problem(KeyPath at, String message) {
    problems.add(new Problem(tree.sourceOf(at), at.text(), message));
  }

  /** What is not of the type that its key has: among secrets, it may be one. */
  private String shownDoubtful(String key, String text) {
    return path.child(key).isNearSecrets() ? NOT_SHOWN : shown(key, text);
  }

  /** The value as a message may show it. */
  String shown(String key, @Nullable String value) {
    String text = String.valueOf(value);
    // A URI may name a user and a password before its host, however badly it is written.
    boolean namesUser = text.contains("//") && text.indexOf('@') >= 0;
    if (path.child(key).isSecret() || namesUser) {
      return NOT_SHOWN;
    }
    return text.length() > 200 ? text.substring(0, 200) + "..." : text;
  }

  /** Reports the keys that nobody asked for. */
  void end() {
    node.fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name)) {
            problem(
                name,
                "is not a known key"
                    + Spelling.nearest(name, known)
                        .map(near -> "; did you mean \"" + near + "\"?")
                        .orElse(""));
          }
        });
  }
}
