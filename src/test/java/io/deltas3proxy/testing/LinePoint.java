package io.deltas3proxy.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of the Influx line protocol, read strictly by the grammar of its documentation.
 *
 * @param fields as {@link String}, {@link Long}, {@link Double} or {@link Boolean}
 */
public record LinePoint(
    String measurement, Map<String, String> tags, Map<String, Object> fields, long nanos) {

  /** Reads whole lines; throws for anything that is none. */
  public static List<LinePoint> parse(String text) {
    List<LinePoint> points = new ArrayList<>();
    if (!text.isEmpty() && !text.endsWith("\n")) {
      throw new IllegalArgumentException("the last line has no end: " + text);
    }
    for (String line : text.split("\n", -1)) {
      if (!line.isEmpty()) {
        points.add(new Reader(line).point());
      }
    }
    return points;
  }

  /** Goes through one line. */
  private static final class Reader {

    private final String line;
    private int at;

    Reader(String line) {
      this.line = line;
    }

    LinePoint point() {
      String measurement = until(", ", ", ");
      Map<String, String> tags = new LinkedHashMap<>();
      while (line.charAt(at) == ',') {
        at++;
        String key = until("=", ",= ");
        at++;
        put(tags, key, until(", ", ",= "));
      }
      Map<String, Object> fields = new LinkedHashMap<>();
      do {
        at++;
        String key = until("=", ",= ");
        at++;
        put(fields, key, line.charAt(at) == '"' ? quoted() : plain(until(", ", "")));
      } while (line.charAt(at) == ',');
      return new LinePoint(measurement, tags, fields, Long.parseLong(line.substring(at + 1)));
    }

    /** Up to one of some characters that is not escaped. */
    private String until(String ends, String escapable) {
      StringBuilder text = new StringBuilder();
      while (ends.indexOf(line.charAt(at)) < 0) {
        char c = line.charAt(at);
        if (c == '\\' && escapable.indexOf(line.charAt(at + 1)) >= 0) {
          at++;
        } else if (c != '=' && escapable.indexOf(c) >= 0) {
          throw new IllegalArgumentException("not escaped at " + at + ": " + line);
        }
        text.append(line.charAt(at));
        at++;
      }
      if (text.isEmpty()) {
        throw new IllegalArgumentException("nothing at " + at + ": " + line);
      }
      return text.toString();
    }

    private String quoted() {
      StringBuilder text = new StringBuilder();
      for (at++; line.charAt(at) != '"'; at++) {
        boolean escape =
            line.charAt(at) == '\\' && (line.charAt(at + 1) == '"' || line.charAt(at + 1) == '\\');
        if (escape) {
          at++;
        }
        text.append(line.charAt(at));
      }
      at++;
      return text.toString();
    }

    private Object plain(String text) {
      if (text.equals("true") || text.equals("false")) {
        return text.equals("true");
      }
      if (text.matches("-?\\d+i")) {
        return Long.parseLong(text.substring(0, text.length() - 1));
      }
      if (text.matches("-?\\d+(\\.\\d+)?([eE]-?\\d+)?")) {
        return Double.parseDouble(text);
      }
      throw new IllegalArgumentException("no value: " + text + " in " + line);
    }

    private <T> void put(Map<String, T> map, String key, T value) {
      if (map.put(key, value) != null) {
        throw new IllegalArgumentException("twice " + key + ": " + line);
      }
    }
  }
}
