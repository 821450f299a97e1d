package io.deltas3proxy.gateway.management;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.admin.Change;
import io.deltas3proxy.admin.ChangeLog;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.provider.BackendControl;
import io.deltas3proxy.gateway.provider.BackendRegistry;
import io.deltas3proxy.gateway.provider.BackendStatus;
import io.deltas3proxy.gateway.provider.Provider;
import io.deltas3proxy.gateway.provider.ProviderColumn;
import io.deltas3proxy.gateway.provider.ProviderFilesException;
import java.util.List;

/** Which providers and backends there are, and how they do. No endpoint is told, and no secret. */
public record BackendRoutes(BackendControl control, BackendRegistry registry, ChangeLog changes) {

  /** The routes. */
  public List<ManagementRoute> routes() {
    return List.of(
        new ManagementRoute("GET", "/health", true, this::health),
        new ManagementRoute("GET", "/providers", this::providers),
        new ManagementRoute("GET", "/backends", this::backends),
        new ManagementRoute("POST", "/api/backends/reload", this::reload));
  }

  /** Well as long as one backend can be used. */
  private ManagementAnswer health(ManagementRequest request) {
    List<BackendStatus> statuses = registry.statuses();
    boolean healthy = statuses.stream().anyMatch(BackendStatus::usable);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("status", healthy ? "healthy" : "unhealthy").put("service", "s3-gateway");
    ObjectNode backends = answer.putObject("backends");
    for (BackendStatus status : statuses) {
      backends
          .putObject(status.backend().name())
          .put("enabled", status.backend().enabled())
          .put("provider", status.backend().provider())
          .put("zone", status.backend().zone().code());
    }
    answer.put("backend_count", statuses.size());
    return new ManagementAnswer(healthy ? 200 : 503, answer);
  }

  private ManagementAnswer providers(ManagementRequest request) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode rows = answer.putArray("providers");
    for (Provider provider : control.directory().providers()) {
      ObjectNode row = rows.addObject();
      for (ProviderColumn column : ProviderColumn.values()) {
        row.put(column.title(), column.of(provider));
      }
    }
    return ManagementAnswer.ok(answer.put("count", rows.size()));
  }

  private ManagementAnswer backends(ManagementRequest request) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode list = answer.putArray("backends");
    registry.statuses().forEach(status -> list.add(json(status)));
    return ManagementAnswer.ok(answer.put("count", list.size()));
  }

  private static ObjectNode json(BackendStatus status) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", status.backend().name())
        .put("provider", status.backend().provider())
        .put("zone_code", status.backend().zone().code())
        .put("region", status.backend().region().code())
        .put("enabled", status.backend().enabled())
        .put("is_primary", status.backend().primary())
        .put("draining", status.backend().draining())
        .put("usable", status.usable())
        .put("writable", status.writable())
        .put("circuit_breaker", status.breaker())
        .put("requests_under_way", status.underWay());
    ObjectNode probe = node.putObject("probe");
    probe
        .put("result", status.probe().finding().word())
        .put("checked_at", status.probe().at() == null ? null : status.probe().at().toString())
        .put("milliseconds", status.probe().took().toMillis())
        .put("consecutive_failures", status.probe().failures());
    return node;
  }

  private ManagementAnswer reload(ManagementRequest request) throws MetadataUnavailableException {
    try {
      control.load();
    } catch (ProviderFilesException e) {
      throw ManagementException.invalid(String.valueOf(e.getMessage()));
    }
    ManagementAnswer now = backends(request);
    changes.changed(new Change(request.by(), "gateway.reload", "backends", null, now.body()));
    return now;
  }
}
