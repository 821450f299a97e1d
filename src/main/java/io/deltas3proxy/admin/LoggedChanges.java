package io.deltas3proxy.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes each change as one line of the audit trail: JSON of ASCII alone, as all lines there are.
 * The line of the request that made it has the same {@code id}.
 */
public final class LoggedChanges implements ChangeLog {

  private static final JsonMapper ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final Consumer<String> lines;
  private final Clock clock;

  public LoggedChanges(Consumer<String> lines) {
    this(lines, Clock.systemUTC());
  }

  public LoggedChanges(Consumer<String> lines, Clock clock) {
    this.lines = lines;
    this.clock = clock;
  }

  @Override
  public void changed(Change change) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    put(line, "id", JsonNodeFactory.instance.textNode(change.administrator().requestId()));
    line.put("administrator", change.administrator().name());
    line.put("action", change.action());
    line.put("target", change.target());
    put(line, "before", change.before());
    put(line, "after", change.after());
    try {
      lines.accept(ASCII.writeValueAsString(line));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(ObjectNode line, String key, @Nullable JsonNode value) {
    if (value != null && !value.isNull()) {
      line.set(key, value);
    }
  }
}
