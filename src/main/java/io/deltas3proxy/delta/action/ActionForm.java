package io.deltas3proxy.delta.action;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON that all readers of logs take: some of them, written in other languages, refuse what Jackson
 * passes over, such as half of a character, or a number that is too large for them.
 */
public final class ActionForm {

  /**
   * Names, values and brackets in one line, or in a text of it that is JSON itself: a tree of them
   * takes some 100 bytes for each.
   */
  private static final long MOST_TOKENS = 500_000;

  /** Objects and arrays in each other. Some parsers take 128. */
  private static final int DEEPEST = 120;

  static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxTokenCount(MOST_TOKENS)
                  .maxNestingDepth(DEEPEST)
                  .build())
          .build();

  /** Fields of actions whose values are texts, which lenient readers make of all else. */
  private static final Set<String> OF_TEXTS = Set.of("tags", "partitionValues", "configuration");

  /** How deep the values of such a field are: in the line, the action, and the field. */
  private static final int DEPTH_OF_TEXTS = 3;

  private ActionForm() {}

  /** Holds that a line is one JSON object. */
  public static void requireLine(byte[] line) throws MalformedCommitException {
    try (JsonParser parser = JSON.createParser(line)) {
      requireObject(parser, "a line", true);
    } catch (IOException e) {
      throw malformed("a line", e);
    }
  }

  /**
   * Holds that a text in a line is a JSON object.
   *
   * @param what it is, for the message
   */
  public static void requireObject(String json, String what) throws MalformedCommitException {
    requireWhole(json, what);
    try (JsonParser parser = JSON.createParser(json)) {
      requireObject(parser, what, false);
    } catch (IOException e) {
      throw malformed(what, e);
    }
  }

  private static void requireObject(JsonParser parser, String what, boolean line)
      throws IOException {
    require(parser.nextToken() == JsonToken.START_OBJECT, what + " that is no object");
    for (JsonToken token = parser.nextToken();
        token != null && !parser.getParsingContext().inRoot();
        token = parser.nextToken()) {
      requireValue(parser, token, what);
      if (line && token.isScalarValue()) {
        requireText(parser.getParsingContext(), token);
      }
    }
    require(parser.currentToken() == JsonToken.END_OBJECT, what + " that is cut off");
    require(parser.nextToken() == null, "something after " + what);
  }

  private static void requireValue(JsonParser parser, JsonToken token, String what)
      throws IOException {
    switch (token) {
      case FIELD_NAME -> requireWhole(parser.currentName(), what);
      case VALUE_STRING -> requireWhole(parser.getText(), what);
      case VALUE_NUMBER_FLOAT, VALUE_NUMBER_INT ->
          require(
              Double.isFinite(Double.parseDouble(parser.getText())),
              what + " with a number that is too large");
      default -> {
        // Nothing else differs among readers.
      }
    }
  }

  private static void requireText(JsonStreamContext context, JsonToken token)
      throws MalformedCommitException {
    JsonStreamContext field = context.getParent();
    require(
        context.getNestingDepth() != DEPTH_OF_TEXTS
            || field == null
            || !OF_TEXTS.contains(String.valueOf(field.getCurrentName()))
            || token == JsonToken.VALUE_STRING
            || token == JsonToken.VALUE_NULL,
        "a value that must be a text");
  }

  /** Half of a pair of surrogates is no character. */
  private static void requireWhole(@Nullable String text, String what)
      throws MalformedCommitException {
    int length = text == null ? 0 : text.length();
    for (int i = 0; text != null && i < length; i++) {
      char unit = text.charAt(i);
      if (Character.isSurrogate(unit)) {
        require(
            Character.isHighSurrogate(unit)
                && i + 1 < length
                && Character.isLowSurrogate(text.charAt(i + 1)),
            what + " with half of a character");
        i++;
      }
    }
  }

  private static MalformedCommitException malformed(String what, IOException cause) {
    return switch (cause) {
      case MalformedCommitException malformed -> malformed;
      // The message would quote the line.
      case JsonProcessingException json ->
          new MalformedCommitException(what + " that is no JSON: " + json.getOriginalMessage());
      default -> new MalformedCommitException(what + " that cannot be read", cause);
    };
  }

  private static void require(boolean sound, String problem) throws MalformedCommitException {
    if (!sound) {
      throw new MalformedCommitException(problem);
    }
  }
}
