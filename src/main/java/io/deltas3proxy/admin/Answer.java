package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a route answers.
 *
 * @param body {@code null} for none
 */
record Answer(int status, @Nullable JsonNode body) {

  static final Answer DONE = new Answer(204, null);

  static Answer ok(JsonNode body) {
    return new Answer(200, body);
  }

  static Answer created(JsonNode body) {
    return new Answer(201, body);
  }
}
