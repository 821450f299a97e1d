package io.deltas3proxy.gateway.management;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.Operation;
import io.deltas3proxy.gateway.OperationsLog;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was asked of the gateway. */
public record OperationRoutes(OperationsLog log) {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int MOST = 1000;
  private static final int USUAL = 100;

  /** The routes. */
  public List<ManagementRoute> routes() {
    return List.of(new ManagementRoute("GET", "/api/operations/log", this::operations));
  }

  private ManagementAnswer operations(ManagementRequest request)
      throws MetadataUnavailableException {
    request.allowing(
        "limit",
        "before",
        "operation_type",
        "bucket",
        "prefix",
        "user",
        "status_code",
        "from",
        "to",
        "details");
    OperationsLog.Page page =
        log.find(
            new OperationsLog.Filter(
                request.text("operation_type").orElse(null),
                request.text("bucket").orElse(null),
                request.text("prefix").orElse(null),
                request.text("user").orElse(null),
                request.text("status_code").isPresent()
                    ? request.number("status_code", 100, 599, 0)
                    : null,
                moment(request, "from"),
                moment(request, "to"),
                request.number("before").orElse(null)),
            request.number("limit", 1, MOST, USUAL));
    boolean details = request.flag("details").orElse(false);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode list = answer.putArray("operations");
    page.operations().forEach(operation -> list.add(json(operation, details)));
    answer.put("count", list.size());
    return ManagementAnswer.ok(answer.put("next", page.next()));
  }

  private static @Nullable Instant moment(ManagementRequest request, String key) {
    Optional<String> text = request.text(key);
    try {
      return text.isEmpty() ? null : Instant.parse(text.get());
    } catch (DateTimeException e) {
      throw ManagementException.invalid(key + " must be a moment such as 2030-01-31T00:00:00Z");
    }
  }

  private static ObjectNode json(Operation operation, boolean details) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("operation_type", operation.type())
        .put("bucket_name", operation.bucket())
        .put("object_key", operation.key())
        .put("status_code", operation.statusCode())
        .put("request_id", operation.requestId())
        .put("source_ip", operation.who().sourceIp());
    node.set("replication_info", replication(operation.replicationInfo()));
    node.put("created_at", operation.createdAt().toString());
    if (details) {
      node.put("user", operation.who().user())
          .put("access_key_id", operation.who().accessKeyId())
          .put("zone_code", operation.zone())
          .put("user_agent", operation.who().userAgent())
          .put("bytes_transferred", operation.bytes())
          .put("response_time_ms", operation.responseTimeMs())
          .put("error_message", operation.errorMessage());
    }
    return node;
  }

  private static @Nullable JsonNode replication(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(text);
    }
  }
}
