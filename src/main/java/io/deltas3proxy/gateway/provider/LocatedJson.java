package io.deltas3proxy.gateway.provider;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of JSON that knows where it stands. */
sealed interface LocatedJson {

  Position at();

  /** What it is, for messages; never what it holds. */
  String kind();

  /** An object; its members are in the order of the file. */
  record Members(Position at, Map<String, Member> members) implements LocatedJson {
    public Members {
      members = new LinkedHashMap<>(members);
    }

    @Override
    public String kind() {
      return "an object";
    }
  }

  /** A list. */
  record Elements(Position at, List<LocatedJson> elements) implements LocatedJson {
    public Elements {
      elements = List.copyOf(elements);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A text. */
  record Text(Position at, String text) implements LocatedJson {
    @Override
    public String kind() {
      return "a text";
    }
  }

  /** True or false. */
  record Flag(Position at, boolean on) implements LocatedJson {
    @Override
    public String kind() {
      return "true or false";
    }
  }

  /**
   * A number.
   *
   * @param whole {@code null} for one that is not a whole number of 32 bits
   */
  record Numeral(Position at, @Nullable Integer whole) implements LocatedJson {
    @Override
    public String kind() {
      return "a number";
    }
  }

  /** The word null. */
  record Nothing(Position at) implements LocatedJson {
    @Override
    public String kind() {
      return "null";
    }
  }

  /** A value of an object, and where its key stands. */
  record Member(Position key, LocatedJson value) {}
}
