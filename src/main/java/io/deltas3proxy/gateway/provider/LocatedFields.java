package io.deltas3proxy.gateway.provider;

import io.deltas3proxy.gateway.provider.LocatedJson.Flag;
import io.deltas3proxy.gateway.provider.LocatedJson.Member;
import io.deltas3proxy.gateway.provider.LocatedJson.Members;
import io.deltas3proxy.gateway.provider.LocatedJson.Numeral;
import io.deltas3proxy.gateway.provider.LocatedJson.Text;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of one object, asked one by one. What is wrong is collected, so that all of it is
 * told at once; a key that nobody asked for is unknown. No message repeats a value.
 */
final class LocatedFields {

  private final Members object;
  private final String file;
  private final List<FileProblem> problems;
  private final Set<String> known = new TreeSet<>();

  LocatedFields(Members object, String file, List<FileProblem> problems) {
    this.object = object;
    this.file = file;
    this.problems = problems;
  }

  /** Where the value of a key stands, or the object without it. */
  Position place(String key) {
    Member member = object.members().get(key);
    return member == null ? object.at() : member.value().at();
  }

  boolean has(String key) {
    known.add(key);
    return object.members().containsKey(key);
  }

  void problem(Position at, String message) {
    problems.add(FileProblem.of(file, at, message));
  }

  /** A text that must be there. */
  Optional<String> text(String key) {
    if (!has(key)) {
      problem(object.at(), "\"" + key + "\" is missing");
      return Optional.empty();
    }
    return textIfAny(key);
  }

  Optional<String> textIfAny(String key) {
    LocatedJson value = value(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof Text text)) {
      problem(value.at(), "\"" + key + "\" must be a text, not " + value.kind());
      return Optional.empty();
    }
    if (text.text().isBlank()) {
      problem(value.at(), "\"" + key + "\" must not be empty");
      return Optional.empty();
    }
    if (text.text().chars().anyMatch(Character::isISOControl)) {
      problem(value.at(), "\"" + key + "\" must not have control characters");
      return Optional.empty();
    }
    return Optional.of(text.text());
  }

  /** A text that a function reads, whose {@link IllegalArgumentException} says what is wrong. */
  <T> Optional<T> parsed(String key, Function<String, T> parser) {
    return text(key)
        .flatMap(text -> {
          try {
            return Optional.of(parser.apply(text));
          } catch (IllegalArgumentException e) {
            problem(place(key), "\"" + key + "\": " + e.getMessage());
            return Optional.empty();
          }
        });
  }

  boolean flag(String key, boolean otherwise) {
    LocatedJson value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Flag flag) {
      return flag.on();
    }
    problem(value.at(), "\"" + key + "\" must be true or false, not " + value.kind());
    return otherwise;
  }

  /** A whole number, both ends included. */
  Optional<Integer> number(String key, int least, int most) {
    LocatedJson value = value(key);
    if (value == null) {
      return Optional.empty();
    }
    Integer whole = value instanceof Numeral numeral ? numeral.whole() : null;
    if (whole == null || whole < least || whole > most) {
      problem(value.at(), "\"" + key + "\" must be a whole number from " + least + " to " + most);
      return Optional.empty();
    }
    return Optional.of(whole);
  }

  private @Nullable LocatedJson value(String key) {
    known.add(key);
    Member member = object.members().get(key);
    return member == null ? null : member.value();
  }

  /** Tells of the keys that nobody asked for. */
  void end() {
    object
        .members()
        .forEach((key, member) -> {
          if (!known.contains(key)) {
            problem(
                member.key(),
                "\"" + key + "\" is not a known key; there are " + String.join(", ", known));
          }
        });
  }
}
