package io.deltas3proxy.website.login;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A viewer who is known from one moment to another.
 *
 * @param issued seconds since 1970, and so is {@code expires}
 */
record ViewerSession(Viewer viewer, long issued, long expires) {

  /** How far the clocks of two instances may be apart. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private static final ObjectMapper JSON = new ObjectMapper();

  boolean isGood(Instant now) {
    long second = now.getEpochSecond();
    return issued <= second + SKEW.toSeconds() && second < expires;
  }

  String text() {
    ObjectNode node = JSON.createObjectNode().put("u", viewer.user());
    viewer.groups().forEach(node.putArray("g")::add);
    return node.put("i", issued).put("e", expires).toString();
  }

  /** Reads what was sealed: it is ours. */
  static Optional<ViewerSession> read(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      List<String> groups = new ArrayList<>();
      node.path("g").forEach(group -> groups.add(group.asText()));
      return Optional.of(
          new ViewerSession(
              new Viewer(node.path("u").asText(), groups),
              node.path("i").asLong(),
              node.path("e").asLong()));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
