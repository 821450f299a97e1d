package io.deltas3proxy.gateway.management;

import com.fasterxml.jackson.databind.JsonNode;

/** What a request is answered with. */
public record ManagementAnswer(int status, JsonNode body) {

  public static ManagementAnswer ok(JsonNode body) {
    return new ManagementAnswer(200, body);
  }

  public static ManagementAnswer created(JsonNode body) {
    return new ManagementAnswer(201, body);
  }
}
