package io.deltas3proxy.gateway.management;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.admin.Change;
import io.deltas3proxy.admin.ChangeLog;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.placement.Demand;
import io.deltas3proxy.gateway.placement.JdbcPlacementEvidence;
import io.deltas3proxy.gateway.placement.JdbcReplicationRules;
import io.deltas3proxy.gateway.placement.PlacementEvidence;
import io.deltas3proxy.gateway.placement.ReplicationRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules of placement, and what was decided by them. */
public record PlacementRoutes(
    JdbcReplicationRules rules, JdbcPlacementEvidence evidence, ChangeLog changes) {

  private static final int MOST = 1000;
  private static final int USUAL = 100;

  /** The routes. */
  public List<ManagementRoute> routes() {
    return List.of(
        new ManagementRoute("GET", "/api/placement/evidence", this::evidence),
        new ManagementRoute("GET", "/api/replication/rules", this::list),
        new ManagementRoute("POST", "/api/replication/rules", this::put));
  }

  private ManagementAnswer evidence(ManagementRequest request) throws MetadataUnavailableException {
    request.allowing("bucket", "key", "request_id", "allowed", "before", "limit");
    int limit = request.number("limit", 1, MOST, USUAL);
    List<PlacementEvidence> found =
        evidence.find(
            new PlacementEvidence.Filter(
                request.text("bucket").orElse(null),
                request.text("key").orElse(null),
                request.text("request_id").orElse(null),
                request.flag("allowed").orElse(null),
                request.number("before").orElse(null)),
            limit + 1);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode list = answer.putArray("evidence");
    found.stream().limit(limit).forEach(one -> list.add(json(one)));
    answer.put("count", list.size());
    answer.put("next", found.size() > limit ? found.get(limit - 1).id() : null);
    return ManagementAnswer.ok(answer);
  }

  private static ObjectNode json(PlacementEvidence one) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", one.id())
        .put("decided_at", one.decidedAt().toString())
        .put("request_id", one.subject().requestId())
        .put("operation_type", one.subject().operation())
        .put("bucket_name", one.subject().bucket())
        .put("object_key", one.subject().key())
        .put("version_id", one.subject().versionId())
        .put("backend", one.subject().backend())
        .put("decision", one.allowed() ? "allowed" : "refused");
    texts(node.putArray("rules"), one.rules());
    node.put("reason", one.reason());
    texts(node.putArray("backends"), one.outcome().backends());
    texts(node.putArray("allowed_zones"), one.outcome().allowedZones());
    node.put("required_replica_count", one.outcome().requiredReplicas());
    return node;
  }

  private ManagementAnswer list(ManagementRequest request) throws MetadataUnavailableException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode list = answer.putArray("rules");
    for (ReplicationRule rule : rules.all()) {
      list.add(json(rule));
    }
    return ManagementAnswer.ok(answer.put("count", list.size()));
  }

  private ObjectNode json(ReplicationRule rule) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", rule.name())
        .put("source_zone", rule.sourceZone() == null ? null : rule.sourceZone().code());
    texts(node.putArray("target_zones"), rule.targetZones().stream().map(Location::code).toList());
    node.put("replica_count", rule.replicaCount());
    texts(
        node.putArray("country_restriction"), rule.countryRestriction().stream().sorted().toList());
    texts(node.putArray("demands"), rule.demands().stream().map(Demand::word).sorted().toList());
    node.put("enabled", rule.enabled());
    return node.put("origin", rules.isConfigured(rule.name()) ? "configuration" : "administrator");
  }

  private static void texts(ArrayNode target, List<String> texts) {
    texts.forEach(target::add);
  }

  private ManagementAnswer put(ManagementRequest request) throws MetadataUnavailableException {
    ReplicationRule rule = rule(request.fields());
    if (rules.isConfigured(rule.name())) {
      throw new ManagementException(409, "The configuration has a rule of this name");
    }
    Optional<ReplicationRule> before =
        rules.all().stream().filter(one -> one.name().equals(rule.name())).findFirst();
    rules.put(rule);
    ObjectNode after = json(rule);
    changes.changed(
        new Change(
            request.by(), "gateway.rule", rule.name(), before.map(this::json).orElse(null), after));
    return before.isPresent() ? ManagementAnswer.ok(after) : ManagementAnswer.created(after);
  }

  private static ReplicationRule rule(JsonFields fields) {
    try {
      ReplicationRule rule =
          new ReplicationRule(
              fields.text("name"),
              fields.textIfAny("source_zone").map(Location::new).orElse(null),
              fields.texts("target_zones").stream().map(Location::new).toList(),
              fields.number("replica_count", 1, ReplicationRule.MOST_REPLICAS, 1),
              Set.copyOf(fields.texts("country_restriction")),
              fields.texts("demands").stream().map(Demand::of).collect(Collectors.toSet()),
              fields.flag("enabled", true));
      fields.end();
      return rule;
    } catch (IllegalArgumentException e) {
      throw ManagementException.invalid(String.valueOf(e.getMessage()));
    }
  }
}
