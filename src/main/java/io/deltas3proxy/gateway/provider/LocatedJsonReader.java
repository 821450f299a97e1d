package io.deltas3proxy.gateway.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.deltas3proxy.gateway.provider.LocatedJson.Elements;
import io.deltas3proxy.gateway.provider.LocatedJson.Flag;
import io.deltas3proxy.gateway.provider.LocatedJson.Member;
import io.deltas3proxy.gateway.provider.LocatedJson.Members;
import io.deltas3proxy.gateway.provider.LocatedJson.Nothing;
import io.deltas3proxy.gateway.provider.LocatedJson.Numeral;
import io.deltas3proxy.gateway.provider.LocatedJson.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON strictly, with the place of every key and value. */
final class LocatedJsonReader {

  private static final int MOST_DEPTH = 16;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Secrets may be in the text, so no message repeats a piece of it.
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).build())
          .build();

  private final JsonParser parser;

  private LocatedJsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads one value, whole.
   *
   * @param file its name, for messages
   */
  static LocatedJson read(String file, String text) throws ProviderFilesException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      LocatedJsonReader reader = new LocatedJsonReader(parser);
      if (parser.nextToken() == null) {
        throw new ProviderFilesException(List.of(FileProblem.of(file, "is empty")));
      }
      LocatedJson value = reader.value();
      if (parser.nextToken() != null) {
        throw new ProviderFilesException(
            List.of(FileProblem.of(file, reader.here(), "goes on after its end")));
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new ProviderFilesException(List.of(problem(file, e)));
    } catch (IOException e) {
      throw new IllegalStateException("a text can be read", e);
    }
  }

  private static FileProblem problem(String file, JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String what =
        String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field")
            ? "has a key twice in one object"
            : "is not valid JSON";
    return at == null
        ? FileProblem.of(file, what)
        : FileProblem.of(file, new Position(at.getLineNr(), at.getColumnNr()), what);
  }

  private Position here() {
    JsonLocation at = parser.currentTokenLocation();
    return new Position(at.getLineNr(), at.getColumnNr());
  }

  private LocatedJson value() throws IOException {
    Position at = here();
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> new Members(at, members());
      case START_ARRAY -> new Elements(at, elements());
      case VALUE_STRING -> new Text(at, parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> new Flag(at, token == JsonToken.VALUE_TRUE);
      case VALUE_NUMBER_INT -> new Numeral(at, whole());
      case VALUE_NUMBER_FLOAT -> new Numeral(at, null);
      case VALUE_NULL -> new Nothing(at);
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalStateException("no value begins with " + token);
    };
  }

  private @Nullable Integer whole() throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.INT ? parser.getIntValue() : null;
  }

  private Map<String, Member> members() throws IOException {
    Map<String, Member> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      Position key = here();
      parser.nextToken();
      members.put(name, new Member(key, value()));
    }
    return members;
  }

  private List<LocatedJson> elements() throws IOException {
    List<LocatedJson> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value());
    }
    return elements;
  }
}
