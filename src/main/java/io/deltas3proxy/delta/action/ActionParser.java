package io.deltas3proxy.delta.action;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.delta.action.LoggedAction.Kind;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of commits. Strict where two readers could understand a line differently: a name
 * that occurs twice, two actions in one line, or anything after the object is an error.
 */
public final class ActionParser {

  private static final ObjectMapper JSON = new ObjectMapper(ActionForm.JSON);

  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};

  private ActionParser() {}

  public static LoggedAction parse(byte[] line) throws MalformedCommitException {
    try (JsonParser parser = JSON.createParser(line)) {
      require(parser.nextToken() == JsonToken.START_OBJECT, "a line that is no object");
      LoggedAction action = null;
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        if (parser.nextToken() == JsonToken.VALUE_NULL) {
          continue;
        }
        require(action == null, "two actions in one line");
        action = action(name, parser, line);
      }
      require(parser.currentToken() == JsonToken.END_OBJECT, "a line that is cut off");
      require(parser.nextToken() == null, "something after an action");
      return action == null ? new LoggedAction.Unknown() : action;
    } catch (JsonProcessingException e) {
      // The message quotes the line, which is nobody's to read.
      throw new MalformedCommitException("a line that is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw e instanceof MalformedCommitException malformed
          ? malformed
          : new MalformedCommitException("a line that cannot be read", e);
    }
  }

  private static LoggedAction action(String name, JsonParser parser, byte[] line)
      throws IOException {
    return switch (name) {
      case "add" -> file(Kind.ADD, parser, line);
      case "remove" -> file(Kind.REMOVE, parser, line);
      case "cdc" -> file(Kind.CHANGE_DATA, parser, line);
      case "commitInfo" -> new LoggedAction.CommitInfo(object(parser));
      case "metaData" -> new LoggedAction.MetaData(object(parser));
      case "protocol" -> new LoggedAction.Protocol(object(parser));
      case "txn" -> {
        requireObject(parser);
        parser.skipChildren();
        yield new LoggedAction.Transaction();
      }
      case "domainMetadata" -> {
        ObjectNode fields = object(parser);
        yield new LoggedAction.DomainMetadata(
            fields.path("domain").asText(""), fields.path("removed").asBoolean(true));
      }
      default -> {
        parser.skipChildren();
        yield new LoggedAction.Unknown();
      }
    };
  }

  private static LoggedAction file(Kind kind, JsonParser parser, byte[] line) throws IOException {
    requireObject(parser);
    String path = null;
    Map<String, @Nullable String> partitionValues = null;
    LoggedAction.Vector vector = null;
    int dataChange = -1;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      switch (name) {
        case "path" -> path = text(parser);
        case "partitionValues" ->
            partitionValues = token == JsonToken.VALUE_NULL ? null : map(parser);
        case "deletionVector" -> vector = token == JsonToken.VALUE_NULL ? null : vector(parser);
        case "dataChange" -> dataChange = token == JsonToken.VALUE_TRUE ? offset(parser, line) : -1;
        default -> parser.skipChildren();
      }
    }
    if (path == null || path.isEmpty()) {
      throw new MalformedCommitException("an action without a path");
    }
    return new LoggedAction.OfFile(kind, path, partitionValues, vector, dataChange);
  }

  /** Where the literal {@code true} stands that the parser is at. */
  private static int offset(JsonParser parser, byte[] line) throws MalformedCommitException {
    int offset = (int) parser.currentTokenLocation().getByteOffset();
    for (int i = 0; i < TRUE.length; i++) {
      require(
          offset >= 0 && offset + i < line.length && line[offset + i] == TRUE[i],
          "a position in a line is not known");
    }
    return offset;
  }

  private static LoggedAction.@Nullable Vector vector(JsonParser parser) throws IOException {
    requireObject(parser);
    String type = null;
    String path = null;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      switch (name) {
        case "storageType" -> type = text(parser);
        case "pathOrInlineDv" -> path = text(parser);
        default -> parser.skipChildren();
      }
    }
    if (type == null || path == null) {
      throw new MalformedCommitException("a deletion vector without a path");
    }
    return switch (type) {
      case "i" -> null;
      case "u" -> new LoggedAction.Vector(false, path);
      case "p" -> new LoggedAction.Vector(true, path);
      default -> throw new MalformedCommitException("a deletion vector of an unknown kind");
    };
  }

  private static Map<String, @Nullable String> map(JsonParser parser) throws IOException {
    requireObject(parser);
    Map<String, @Nullable String> map = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      map.put(name, parser.nextToken() == JsonToken.VALUE_NULL ? null : text(parser));
    }
    return map;
  }

  private static ObjectNode object(JsonParser parser) throws IOException {
    requireObject(parser);
    return JSON.readTree(parser);
  }

  private static String text(JsonParser parser) throws IOException {
    require(parser.currentToken() == JsonToken.VALUE_STRING, "a text is expected");
    return parser.getText();
  }

  private static void requireObject(JsonParser parser) throws MalformedCommitException {
    require(parser.currentToken() == JsonToken.START_OBJECT, "an object is expected");
  }

  private static void require(boolean sound, String problem) throws MalformedCommitException {
    if (!sound) {
      throw new MalformedCommitException(problem);
    }
  }
}
