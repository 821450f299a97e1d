package io.deltas3proxy.delta.view;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.delta.action.MalformedCommitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a view tells of a table's metadata and protocol. Schema, constraints, comments and Delta's
 * own properties are for every reader. Left out are properties of others, where engines keep
 * statistics of the whole table, those of other formats' metadata, what columns tell of rows, and
 * fields that the protocol does not know.
 */
public final class SharedMetadata {

  /** Writes no character longer than it can have been read. */
  static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
              .build());

  /**
   * Fields of a column's metadata that tell of rows: how far an identity column got, and the
   * values, minima and maxima that Spark's machine learning keeps beside a column.
   */
  private static final Set<String> OF_ROWS = Set.of("delta.identity.highWaterMark", "ml_attr");

  /** Delta protocol, "Change Metadata". */
  private static final Set<String> KNOWN_FIELDS =
      Set.of(
          "id",
          "name",
          "description",
          "format",
          "schemaString",
          "partitionColumns",
          "configuration",
          "createdTime");

  /** Lower-case prefixes of the properties of tables whose commits are not all in their log. */
  private static final List<String> COORDINATED =
      List.of("delta.coordinatedcommits.", "delta.managedcommit");

  private SharedMetadata() {}

  /** Whether a property of the table is for every reader. */
  public static boolean shares(String property) {
    String name = property.toLowerCase(Locale.ROOT);
    return name.startsWith("delta.") && !name.startsWith("delta.universalformat.");
  }

  /** Whether a property, or a feature of the protocol, says that a catalog keeps commits. */
  public static boolean isCatalogs(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return COORDINATED.stream().anyMatch(lower::startsWith)
        || lower.startsWith("catalogmanaged")
        || lower.startsWith("catalogowned")
        || lower.startsWith("coordinatedcommits")
        || lower.startsWith("managedcommit");
  }

  /**
   * The schema of the table as a view shows it.
   *
   * @param schemaString as in the log
   * @throws IllegalArgumentException if it is no JSON
   */
  public static String schema(String schemaString) {
    if (OF_ROWS.stream().noneMatch(schemaString::contains)) {
      return schemaString;
    }
    try {
      JsonNode schema = JSON.readTree(schemaString);
      removeMarks(schema);
      return JSON.writeValueAsString(schema);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a schema that is no JSON");
    }
  }

  private static void removeMarks(@Nullable JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(OF_ROWS);
    }
    if (node != null) {
      node.forEach(SharedMetadata::removeMarks);
    }
  }

  /**
   * Takes out of a {@code metaData} action what a view does not show.
   *
   * @return whether there was such
   * @throws MalformedCommitException if the table cannot have a view
   */
  static boolean reduce(ObjectNode metaData) throws MalformedCommitException {
    int fields = metaData.size();
    metaData.retain(KNOWN_FIELDS);
    boolean changed = metaData.size() < fields;
    if (metaData.get("configuration") instanceof ObjectNode configuration) {
      List<String> hidden = new ArrayList<>();
      for (Map.Entry<String, JsonNode> property : configuration.properties()) {
        if (isCatalogs(property.getKey())) {
          throw new MalformedCommitException("commits of the table are kept by a catalog");
        }
        if (!shares(property.getKey())) {
          hidden.add(property.getKey());
        }
      }
      changed |= !hidden.isEmpty();
      configuration.remove(hidden);
    }
    JsonNode schemaString = metaData.get("schemaString");
    if (schemaString != null && schemaString.isTextual()) {
      String shown = shown(schemaString.asText());
      if (!shown.equals(schemaString.asText())) {
        metaData.put("schemaString", shown);
        changed = true;
      }
    }
    return changed;
  }

  private static String shown(String schemaString) throws MalformedCommitException {
    try {
      return schema(schemaString);
    } catch (IllegalArgumentException e) {
      throw new MalformedCommitException("a schema that is no JSON", e);
    }
  }

  /**
   * @throws MalformedCommitException if a table of this protocol cannot have a view
   */
  static void check(ObjectNode protocol) throws MalformedCommitException {
    for (String name : List.of("readerFeatures", "writerFeatures")) {
      JsonNode features = protocol.get(name);
      if (features != null) {
        for (JsonNode feature : features) {
          if (isCatalogs(feature.asText())) {
            throw new MalformedCommitException("commits of the table are kept by a catalog");
          }
        }
      }
    }
  }
}
