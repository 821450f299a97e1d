package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** Writes each change as one line of JSON, in which names are escaped. */
public final class LoggedChanges implements ChangeLog {

  private final Consumer<String> lines;

  public LoggedChanges(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void changed(Change change) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("administrator", change.administrator().name());
    line.put("action", change.action());
    line.put("target", change.target());
    line.set("before", change.before());
    line.set("after", change.after());
    lines.accept(line.toString());
  }
}
