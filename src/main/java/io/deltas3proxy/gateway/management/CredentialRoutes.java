package io.deltas3proxy.gateway.management;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.accounts.AccessKey;
import io.deltas3proxy.accounts.AccountConflictException;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.NewAccessKey;
import io.deltas3proxy.accounts.User;
import io.deltas3proxy.admin.Change;
import io.deltas3proxy.admin.Keys;
import io.deltas3proxy.admin.Users;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Access keys for the gateway: those of the users that there are, with what these may do in it. The
 * permissions are the user's: all keys of one user have the same.
 */
public record CredentialRoutes(Users users, Keys keys, JdbcGatewayPermissions permissions) {

  private static final String ROOT = "/api/credentials";
  private static final String ONE = ROOT + "/{accessKeyId}";
  private static final int MOST_PERMISSIONS = 1000;
  private static final int MOST_USERS = 1000;
  private static final int USUAL_USERS = 100;

  /** The routes. */
  public List<ManagementRoute> routes() {
    return List.of(
        new ManagementRoute("POST", ROOT, this::create),
        new ManagementRoute("GET", ROOT, this::list),
        new ManagementRoute("GET", ONE, this::get),
        new ManagementRoute("DELETE", ONE, this::deactivate),
        new ManagementRoute("POST", ONE + "/deactivate", this::deactivate),
        new ManagementRoute("GET", ONE + "/permissions", this::permissions),
        new ManagementRoute("PUT", ONE + "/permissions", this::setPermissions));
  }

  private ManagementAnswer create(ManagementRequest request)
      throws AccountsUnavailableException, AccountConflictException, MetadataUnavailableException {
    JsonFields fields = request.fields();
    String user = fields.text("user");
    Instant expiresAt = fields.instant("expires_at").orElse(null);
    boolean given = fields.has("permissions");
    List<GatewayPermission> wanted = permissions(fields);
    fields.end();
    if (users.find(user).isEmpty()) {
      users.add(request.by(), user);
    }
    if (given) {
      replace(request, user, wanted);
    }
    NewAccessKey made = keys.create(request.by(), user, expiresAt);
    ObjectNode answer = json(made.key());
    answer.put("secret_access_key", made.secretAccessKey());
    return ManagementAnswer.created(answer);
  }

  private ManagementAnswer list(ManagementRequest request)
      throws AccountsUnavailableException, AccountConflictException, MetadataUnavailableException {
    request.allowing("after", "limit");
    int limit = request.number("limit", 1, MOST_USERS, USUAL_USERS);
    List<User> found = users.list(request.text("after").orElse(null), limit + 1);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode list = answer.putArray("credentials");
    for (User user : found.subList(0, Math.min(limit, found.size()))) {
      for (AccessKey key : keys.list(user.name())) {
        list.add(json(key));
      }
    }
    answer.put("count", list.size());
    answer.put("next", found.size() > limit ? found.get(limit - 1).name() : null);
    return ManagementAnswer.ok(answer);
  }

  private ManagementAnswer get(ManagementRequest request)
      throws AccountsUnavailableException, AccountConflictException, MetadataUnavailableException {
    return ManagementAnswer.ok(json(keys.find(request.name(0))));
  }

  private ManagementAnswer deactivate(ManagementRequest request)
      throws AccountsUnavailableException, AccountConflictException, MetadataUnavailableException {
    AccessKey key = keys.find(request.name(0));
    keys.setDisabled(request.by(), key.user(), key.accessKeyId(), true);
    return get(request);
  }

  private ManagementAnswer permissions(ManagementRequest request)
      throws AccountsUnavailableException, AccountConflictException, MetadataUnavailableException {
    return ManagementAnswer.ok(shown(keys.find(request.name(0)).user()));
  }

  private ManagementAnswer setPermissions(ManagementRequest request)
      throws AccountsUnavailableException, AccountConflictException, MetadataUnavailableException {
    String user = keys.find(request.name(0)).user();
    JsonFields fields = request.fields();
    if (!fields.has("permissions")) {
      throw ManagementException.invalid("permissions must be given");
    }
    List<GatewayPermission> wanted = permissions(fields);
    fields.end();
    replace(request, user, wanted);
    return ManagementAnswer.ok(shown(user));
  }

  private void replace(ManagementRequest request, String user, List<GatewayPermission> wanted)
      throws MetadataUnavailableException {
    ObjectNode before = shown(user);
    permissions.set(user, wanted);
    keys.changes()
        .changed(new Change(request.by(), "gateway.permissions", user, before, shown(user)));
  }

  private static List<GatewayPermission> permissions(JsonFields fields) {
    List<GatewayPermission> read = new ArrayList<>();
    for (JsonFields one : fields.objects("permissions")) {
      List<String> buckets = new ArrayList<>(one.texts("buckets"));
      one.textIfAny("bucket").ifPresent(buckets::add);
      String prefix = one.textIfAny("prefix").orElse("");
      Set<String> privileges = Set.copyOf(one.texts("privileges"));
      one.end();
      if (buckets.isEmpty()) {
        throw ManagementException.invalid("bucket or buckets must be given");
      }
      for (String bucket : buckets) {
        try {
          read.add(new GatewayPermission(bucket, prefix, privileges));
        } catch (IllegalArgumentException e) {
          throw ManagementException.invalid(String.valueOf(e.getMessage()));
        }
      }
    }
    if (read.size() > MOST_PERMISSIONS) {
      throw ManagementException.invalid("more than " + MOST_PERMISSIONS + " permissions");
    }
    return read;
  }

  private ObjectNode json(AccessKey key) throws MetadataUnavailableException {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("access_key_id", key.accessKeyId())
        .put("user", key.user())
        .put("is_active", !key.disabled())
        .put("created_at", key.createdAt().toString())
        .put("expires_at", key.expiresAt() == null ? null : key.expiresAt().toString());
    node.setAll(shown(key.user()));
    return node;
  }

  private ObjectNode shown(String user) throws MetadataUnavailableException {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode list = node.putArray("permissions");
    for (GatewayPermission permission : permissions.of(user)) {
      ObjectNode one = list.addObject();
      one.put("bucket", permission.bucket()).put("prefix", permission.prefix());
      ArrayNode privileges = one.putArray("privileges");
      permission.privileges().stream().sorted().forEach(privileges::add);
    }
    return node;
  }
}
