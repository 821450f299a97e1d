package io.deltas3proxy.delta.kernel;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** JSON that is like other JSON, but for one or two things. */
final class MutatedJson {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1.5",
          "1e5",
          "9223372036854775808",
          "\"\"",
          "\"x\"",
          "\"7\"",
          "\"a b\"",
          "\"a:b\"",
          "\"%\"",
          "\"{}\"",
          "\"{\\\"numRecords\\\":null}\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "[]",
          "[null]",
          "{}",
          "{\"a\":{\"b\":null}}");

  private MutatedJson() {}

  static String of(String line, Random random) throws IOException {
    if (random.nextInt(8) == 0) {
      return torn(line, random);
    }
    JsonNode tree = JSON.readTree(line);
    for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
      List<ObjectNode> objects = new ArrayList<>();
      collect(tree, objects);
      ObjectNode object = objects.get(random.nextInt(objects.size()));
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = names.isEmpty() ? "new" : names.get(random.nextInt(names.size()));
      switch (random.nextInt(4)) {
        case 0 -> object.remove(name);
        case 1 -> object.set(name + "2", object.path(name).deepCopy());
        default -> object.set(name, JSON.readTree(VALUES.get(random.nextInt(VALUES.size()))));
      }
    }
    return JSON.writeValueAsString(tree);
  }

  /** A few characters are others. */
  private static String torn(String line, Random random) {
    StringBuilder torn = new StringBuilder(line);
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(torn.length());
      torn.setCharAt(at, "\"{}[]:,\\ %0aX".charAt(random.nextInt(13)));
    }
    return torn.toString();
  }

  private static void collect(JsonNode node, List<ObjectNode> objects) {
    if (node instanceof ObjectNode object) {
      objects.add(object);
    }
    node.forEach(child -> collect(child, objects));
  }
}
