package io.deltas3proxy.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration as it was written, before any key has a meaning: the file, with the values of
 * the environment in their places.
 *
 * @param root values from the environment are {@link com.fasterxml.jackson.databind.node.POJONode}s
 *     of their text, since only their key says what type they have
 * @param directory that relative paths start from
 * @param file name of the file for messages
 * @param variables names of environment variables by the key path that they set
 */
record ConfigurationTree(
    ObjectNode root, Path directory, String file, Map<String, String> variables) {
  ConfigurationTree {
    variables = new HashMap<>(variables);
  }

  /** The file or the variable that a key's value comes from. */
  String sourceOf(KeyPath path) {
    String text = path.text();
    return variables.entrySet().stream()
        .filter(entry -> covers(entry.getKey(), text))
        .max((a, b) -> Integer.compare(a.getKey().length(), b.getKey().length()))
        .map(Map.Entry::getValue)
        .orElse(file);
  }

  private static boolean covers(String variablePath, String path) {
    return path.equals(variablePath)
        || List.of(".", "[").stream().anyMatch(next -> path.startsWith(variablePath + next));
  }

  /** Without the values, some of which are secrets. */
  @Override
  public String toString() {
    return "ConfigurationTree[" + file + "]";
  }
}
