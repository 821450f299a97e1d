package io.deltas3proxy.website.visitor;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Visits as lines of the Influx line protocol: measurement, tags, fields, nanoseconds. Tags are
 * what visitors cannot choose freely: each new value of one is a new series.
 */
final class LineProtocol {

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH");

  /** Example: {@code text/html}. */
  private static final Pattern MIME_TYPE =
      Pattern.compile("[a-z0-9!#$&^_.+-]{1,40}/[a-z0-9!#$&^_.+-]{1,80}");

  private final String measurement;
  private final Map<String, String> tags;

  /**
   * Makes it.
   *
   * @param tags that every line has
   */
  LineProtocol(String measurement, Map<String, String> tags) {
    this.measurement = LineText.measurement(measurement);
    this.tags = Map.copyOf(tags);
  }

  /** Some visits, a line each, each ended by a line feed. */
  String lines(List<PublishedVisit> visits) {
    StringBuilder lines = new StringBuilder(visits.size() * 400);
    visits.forEach(visit -> line(lines, visit));
    return lines.toString();
  }

  private void line(StringBuilder line, PublishedVisit published) {
    line.append(measurement);
    tagsOf(published)
        .forEach((key, value) ->
            line.append(',').append(LineText.key(key)).append('=').append(LineText.key(value)));
    Visit visit = published.visit();
    Answered answered = visit.answered();
    Location location = published.location();
    line.append(" size=").append(answered.size()).append('i');
    line.append(",time=").append(answered.nanos()).append('i');
    line.append(",compressed=").append(answered.compressed());
    line.append(",aborted=").append(answered.aborted());
    text(line, "id", visit.id());
    text(line, "ipaddress", published.address());
    text(line, "resource", visit.asked().resource());
    text(line, "userAgent", visit.asked().userAgent());
    text(line, "referrer", visit.asked().referrer());
    text(line, "city", location.city());
    number(line, "latitude", location.latitude());
    number(line, "longitude", location.longitude());
    line.append(' ').append(published.nanos()).append('\n');
  }

  /** In the order of their keys, as the database keeps them. */
  private Map<String, String> tagsOf(PublishedVisit published) {
    Map<String, String> all = new TreeMap<>(tags);
    Visit visit = published.visit();
    String method = visit.asked().method();
    all.put("method", METHODS.contains(method) ? method : "other");
    String mimeType = visit.answered().mimeType();
    if (mimeType != null && MIME_TYPE.matcher(mimeType).matches()) {
      all.put("mimeType", mimeType);
    }
    all.put("site", visit.site());
    all.put("status", Integer.toString(visit.answered().status()));
    String country = published.location().country();
    if (country != null) {
      all.put("country", country);
    }
    return all;
  }

  private static void text(StringBuilder line, String key, @Nullable String value) {
    if (value != null) {
      line.append(',').append(key).append('=').append(LineText.quoted(value));
    }
  }

  private static void number(StringBuilder line, String key, @Nullable Double value) {
    if (value != null) {
      line.append(',').append(key).append('=').append(value);
    }
  }
}
