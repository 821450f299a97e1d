package io.deltas3proxy.delta.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.delta.action.MalformedCommitException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a view tells of a commit itself (Delta protocol, "Commit Provenance Information"): when, by
 * which operation and which engine. Parameters and metrics tell of forbidden partitions, the user's
 * names are nobody's business.
 */
final class CommitInformation {

  private static final String START = "{\"commitInfo\":{";
  private static final String END = "}}";

  /** The least that {@link #line} needs, in bytes. */
  static final int LEAST = START.length() + END.length();

  /** Examples: {@code CREATE TABLE AS SELECT}, {@code Apache-Spark/4.0.0 Delta-Lake/4.0.0}. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9 ._/:+()-]{1,120}");

  /** In the order in which they are kept when there is not room for all. */
  private final Map<String, String> fields = new LinkedHashMap<>();

  private CommitInformation() {}

  /** What is left of the information that a commit has. */
  static CommitInformation of(ObjectNode logged) throws MalformedCommitException {
    CommitInformation information = new CommitInformation();
    information.whole(logged, "inCommitTimestamp");
    if (logged.hasNonNull("inCommitTimestamp")
        && !information.fields.containsKey("inCommitTimestamp")) {
      throw new MalformedCommitException("an in-commit timestamp that is no number");
    }
    information.whole(logged, "timestamp");
    information.plain(logged, "operation");
    information.fields.put("operationParameters", "{}");
    information.bool(logged, "isBlindAppend");
    information.plain(logged, "txnId");
    information.plain(logged, "engineInfo");
    information.plain(logged, "isolationLevel");
    information.whole(logged, "readVersion");
    return information;
  }

  /**
   * Information for a commit that has none.
   *
   * @param timestamp milliseconds since 1970
   */
  static CommitInformation neutral(long timestamp) {
    CommitInformation information = new CommitInformation();
    information.fields.put("timestamp", Long.toString(timestamp));
    information.fields.put("operation", "\"UNKNOWN\"");
    information.fields.put("operationParameters", "{}");
    information.fields.put("isBlindAppend", "false");
    return information;
  }

  private void whole(ObjectNode logged, String name) {
    JsonNode value = logged.get(name);
    if (value != null && value.isIntegralNumber() && value.canConvertToLong()) {
      fields.put(name, Long.toString(value.asLong()));
    }
  }

  private void bool(ObjectNode logged, String name) {
    JsonNode value = logged.get(name);
    if (value != null && value.isBoolean()) {
      fields.put(name, value.asText());
    }
  }

  private void plain(ObjectNode logged, String name) {
    JsonNode value = logged.get(name);
    if (value != null && value.isTextual() && PLAIN.matcher(value.asText()).matches()) {
      fields.put(name, '"' + value.asText() + '"');
    }
  }

  /**
   * The line without its end: {@link #END} follows, after as many spaces as make it long enough.
   *
   * @param most bytes that the whole line may have
   * @throws MalformedCommitException when what must not be missing does not fit
   */
  byte[] line(long most) throws MalformedCommitException {
    StringBuilder line = new StringBuilder(START);
    for (Map.Entry<String, String> field : fields.entrySet()) {
      String text =
          (line.length() == START.length() ? "" : ",")
              + '"'
              + field.getKey()
              + "\":"
              + field.getValue();
      if (line.length() + text.length() + END.length() <= most) {
        line.append(text);
      } else if (field.getKey().equals("inCommitTimestamp")) {
        throw new MalformedCommitException("no room for the in-commit timestamp");
      }
    }
    return line.toString().getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] end() {
    return END.getBytes(StandardCharsets.US_ASCII);
  }
}
