package io.deltas3proxy.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What lines of the trail tell, and the column of the database that each is kept in. */
enum AuditColumn {
  TIME("time", "recorded_at", Kind.MOMENT),
  ID("id", "request_id", Kind.TEXT),
  SOURCE("source", "source", Kind.TEXT),
  VERIFIED("verified", "verified", Kind.FLAG),
  USER("user", "user_name", Kind.TEXT),
  GROUPS("groups", "groups_json", Kind.JSON),
  ACCESS_KEY_ID("accessKeyId", "access_key_id", Kind.TEXT),
  ROLE("role", "role", Kind.TEXT),
  ISSUED_KEY("issuedKey", "issued_key", Kind.TEXT),
  METHOD("method", "method", Kind.TEXT),
  OPERATION("operation", "operation", Kind.TEXT),
  TABLE("table", "table_name", Kind.TEXT),
  FILE("file", "file", Kind.TEXT),
  TARGET("target", "target", Kind.TEXT),
  PARTITIONS("partitions", "partitions_json", Kind.JSON),
  MORE_PARTITIONS("morePartitions", "more_partitions", Kind.FLAG),
  RULE("rule", "rule", Kind.TEXT),
  TABLE_VERSION("tableVersion", "table_version", Kind.NUMBER),
  RESULT("result", "result", Kind.TEXT),
  STATUS("status", "status", Kind.NUMBER),
  ERROR("error", "error", Kind.TEXT),
  REASON("reason", "reason", Kind.TEXT),
  BYTES("bytes", "bytes", Kind.NUMBER),
  RECEIVED("received", "received", Kind.NUMBER),
  MILLIS("millis", "millis", Kind.NUMBER),
  ABORTED("aborted", "aborted", Kind.FLAG),
  ADMINISTRATOR("administrator", "administrator", Kind.TEXT),
  ACTION("action", "action", Kind.TEXT),
  BEFORE("before", "before_json", Kind.JSON),
  AFTER("after", "after_json", Kind.JSON);

  /** How a value stands in the database. */
  enum Kind {
    /** Milliseconds since 1970. */
    MOMENT,
    TEXT,
    NUMBER,
    FLAG,
    /** JSON, as text. */
    JSON
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String key;
  private final String column;
  private final Kind kind;

  AuditColumn(String key, String column, Kind kind) {
    this.key = key;
    this.column = column;
    this.kind = kind;
  }

  /** Its name in lines. */
  String key() {
    return key;
  }

  /** Its name in the database. */
  String column() {
    return column;
  }

  Kind kind() {
    return kind;
  }

  /**
   * What is kept of a value: a {@code Long}, a {@code Boolean} or a text, each of which every
   * database takes.
   */
  @Nullable Object kept(JsonNode line) {
    JsonNode value = line.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    return switch (kind) {
      case MOMENT -> millis(value.asText());
      case TEXT -> storable(value.asText());
      case NUMBER -> value.asLong();
      case FLAG -> value.asBoolean();
      case JSON -> storable(value.toString());
    };
  }

  /** 0 for what is no moment: a row must have one. */
  private static long millis(String text) {
    try {
      return Instant.parse(text).toEpochMilli();
    } catch (DateTimeException e) {
      return 0;
    }
  }

  /** PostgreSQL takes no NUL, and no half of a surrogate pair. */
  private static String storable(String text) {
    byte[] bytes = text.replace('\0', '\uFFFD').getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The value that was kept, as it stands in a line. */
  JsonNode shown(Object kept) {
    return switch (kind) {
      case MOMENT -> TextNode.valueOf(Instant.ofEpochMilli((Long) kept).toString());
      case TEXT -> TextNode.valueOf((String) kept);
      case NUMBER -> LongNode.valueOf((Long) kept);
      case FLAG -> BooleanNode.valueOf((Boolean) kept);
      case JSON -> parsed((String) kept);
    };
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(text);
    }
  }
}
