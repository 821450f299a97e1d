package io.deltas3proxy.app;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the configuration, reads its JSON strictly and puts the environment's values over it. */
final class ConfigurationReader {

  static final String FILE_PROPERTY = "deltas3proxy.config";
  static final String FILE_VARIABLE = "PROXY_CONFIG";

  private static final String DEFAULT_FILE = "config.json";

  /** Beginnings of variables of which one is enough, without a file. */
  private static final List<String> ENOUGH =
      List.of("PROXY_TABLE_MAPPING", "PROXY_WEBSITE", "PROXY_FILES");

  private static final long MOST_BYTES = 16L << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Secrets may be in the text, so no message repeats a piece of it.
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** Beginnings of messages that repeat one character, or a key. */
  private static final List<String> HARMLESS =
      List.of("Duplicate field", "Unexpected character", "Unexpected end-of-input");

  private ConfigurationReader() {}

  /**
   * Reads the configuration.
   *
   * @param property value of the system property that names the file, if it is set
   * @param environment all variables of the process
   * @param workingDirectory where {@code config.json} is looked for
   */
  static ConfigurationTree read(
      @Nullable String property, Map<String, String> environment, Path workingDirectory)
      throws ConfigurationException {
    String variable = environment.get(FILE_VARIABLE);
    String named = property != null ? property : variable;
    Path file = workingDirectory.resolve(named != null ? named : DEFAULT_FILE).toAbsolutePath();
    boolean byEnvironmentAlone =
        named == null
            && !Files.exists(file)
            && environment.keySet().stream().anyMatch(n -> ENOUGH.stream().anyMatch(n::startsWith));
    ObjectNode root = byEnvironmentAlone ? JSON.createObjectNode() : readFile(file);
    String name = byEnvironmentAlone ? "environment" : file.toString();
    Path directory = byEnvironmentAlone ? workingDirectory : directoryOf(file);
    return EnvironmentOverlay.apply(
        new ConfigurationTree(root, directory.toAbsolutePath(), name, Map.of()), environment);
  }

  private static Path directoryOf(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  private static ObjectNode readFile(Path file) throws ConfigurationException {
    try {
      if (!Files.isRegularFile(file)) {
        throw failure(
            file,
            "there is no such file; name another by the variable "
                + FILE_VARIABLE
                + " or the system property "
                + FILE_PROPERTY);
      }
      if (Files.size(file) > MOST_BYTES) {
        throw failure(file, "is larger than " + (MOST_BYTES >> 20) + " MiB");
      }
      if (parse(Files.readString(file)) instanceof ObjectNode object) {
        return object;
      }
      throw failure(file, "must be a JSON object");
    } catch (JsonProcessingException e) {
      throw failure(file, "is not valid JSON" + where(e) + what(e));
    } catch (IOException e) {
      throw failure(file, "cannot be read: " + e.getMessage());
    }
  }

  /** Reads one JSON value, whole, without duplicate keys. */
  static JsonNode parse(String text) throws IOException {
    try (JsonParser parser = JSON.createParser(text.getBytes(StandardCharsets.UTF_8))) {
      JsonNode node = JSON.readTree(parser);
      if (node == null) {
        throw new IOException("is empty");
      }
      if (parser.nextToken() != null) {
        throw new IOException("goes on after its end");
      }
      return node;
    }
  }

  private static String where(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  /** Some messages repeat a word of the text, which may be a secret without its quotes. */
  private static String what(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage());
    return HARMLESS.stream().anyMatch(message::startsWith) ? ": " + message : "";
  }

  private static ConfigurationException failure(Path file, String message) {
    return new ConfigurationException(List.of(new Problem(file.toString(), "", message)));
  }
}
