package io.deltas3proxy.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltas3proxy.testing.RawHttp;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/** Holds answers against the document that the interface serves. */
final class DocumentedAnswers {

  private final JsonNode document;
  private final Set<String> succeeded = new ConcurrentSkipListSet<>();

  DocumentedAnswers(JsonNode document) {
    this.document = document;
  }

  /**
   * Fails if an answer is not as the document says.
   *
   * @param path below {@code /admin/v1}, with its query
   */
  void check(String method, String path, RawHttp.Answer answer) {
    JsonNode operation = null;
    String name = "";
    for (Map.Entry<String, JsonNode> entry : document.path("paths").properties()) {
      JsonNode candidate = entry.getValue().path(method.toLowerCase(Locale.ROOT));
      String template = entry.getKey().replaceAll("\\{\\w+}", "[^/]+");
      if (path.replaceAll("\\?.*", "").matches(template) && !candidate.isMissingNode()) {
        operation = candidate;
        name = method + " " + entry.getKey();
      }
    }
    String status = String.valueOf(answer.status());
    if (operation == null) {
      assertTrue(Set.of("401", "404", "405", "429").contains(status), method + " " + path);
    } else if (answer.status() < 300) {
      assertTrue(operation.path("responses").has(status), name + " says nothing of " + status);
      succeeded.add(name);
    }
    JsonNode responses = operation == null ? document.path("none") : operation.path("responses");
    JsonNode response = responses.has(status) ? responses.path(status) : problem();
    matches(name + " " + status, response, answer);
  }

  private JsonNode problem() {
    return document.at("/components/responses/Problem");
  }

  private void matches(String what, JsonNode response, RawHttp.Answer answer) {
    JsonNode content = response.path("content");
    if (content.isMissingNode()) {
      assertEquals("", answer.text(), what);
      return;
    }
    String type = answer.header("Content-Type").orElse("none");
    assertTrue(content.has(type), what + " has the undocumented type " + type);
    try {
      JsonNode body = new ObjectMapper().readTree(answer.text());
      JsonNode schema = content.path(type).path("schema");
      assertEquals(List.of(), SchemaCheck.problems(document, schema, body), what);
    } catch (IOException e) {
      throw new AssertionError(what + " is no JSON: " + answer.text(), e);
    }
  }

  /** The operations of the document that no request did. */
  Set<String> untried() {
    Set<String> untried = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(
                    method -> untried.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    untried.removeAll(succeeded);
    return untried;
  }
}
