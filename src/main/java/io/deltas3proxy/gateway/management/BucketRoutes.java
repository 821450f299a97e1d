package io.deltas3proxy.gateway.management;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.admin.Change;
import io.deltas3proxy.admin.ChangeLog;
import io.deltas3proxy.gateway.Backends;
import io.deltas3proxy.gateway.Buckets;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The buckets that the gateway has on its backends.
 *
 * @param bucket physical, of every backend
 * @param fixed whether it is the only one, whatever requests name
 */
public record BucketRoutes(
    String bucket, boolean fixed, Backends backends, Buckets buckets, ChangeLog changes) {

  private static final String FIXED = "Bucket name in client requests is ignored";
  private static final String MAPPED = "Buckets in client requests are mapped to backend buckets";

  /** The routes. */
  public List<ManagementRoute> routes() {
    return List.of(
        new ManagementRoute("GET", "/bucket-config", this::configuration),
        new ManagementRoute("POST", "/initialize-bucket", this::initialize));
  }

  private ManagementAnswer configuration(ManagementRequest request)
      throws MetadataUnavailableException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    List<GatewayBackend> all = backends.all();
    answer
        .put("hardcoded_bucket", bucket)
        .put("note", fixed ? FIXED : MAPPED)
        .put("backends_count", all.size());
    ArrayNode list = answer.putArray("backends");
    for (GatewayBackend backend : all) {
      list.addObject()
          .put("name", backend.description().name())
          .put("provider", backend.description().provider());
    }
    if (!fixed) {
      ObjectNode mapped = answer.putObject("buckets");
      for (GatewayBucket one : buckets.all()) {
        mapped.put(one.name(), one.backendBucket() == null ? bucket : one.backendBucket());
      }
    }
    return ManagementAnswer.ok(answer);
  }

  private ManagementAnswer initialize(ManagementRequest request)
      throws MetadataUnavailableException {
    List<GatewayBackend> enabled =
        backends.all().stream().filter(backend -> backend.description().enabled()).toList();
    if (enabled.isEmpty()) {
      throw new ManagementException(503, "No S3 backends available");
    }
    List<GatewayBucket> logical = buckets.all();
    Map<GatewayBackend, Set<String>> wanted = new LinkedHashMap<>();
    for (GatewayBackend backend : enabled) {
      Set<String> names = new TreeSet<>();
      logical.forEach(one -> names.add(one.on(backend.description())));
      wanted.put(backend, names.isEmpty() ? Set.of(bucket) : names);
    }
    Map<String, BucketCreation> results = BucketCreation.run(wanted);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("bucket_name", bucket);
    ObjectNode shown = answer.putObject("results");
    int good = 0;
    for (Map.Entry<String, BucketCreation> result : results.entrySet()) {
      ObjectNode node = shown.putObject(result.getKey());
      node.put("status", result.getValue().status().word()).put("backend", result.getKey());
      if (result.getValue().error() != null) {
        node.put("error", result.getValue().error());
      }
      good += result.getValue().status() == BucketCreation.Status.ERROR ? 0 : 1;
    }
    answer.put("success_count", good).put("total_backends", enabled.size());
    changes.changed(new Change(request.by(), "gateway.initialize-bucket", bucket, null, shown));
    if (good == 0) {
      throw new ManagementException(500, "The bucket could not be made in any backend: " + shown);
    }
    return ManagementAnswer.ok(answer);
  }
}
