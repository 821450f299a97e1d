package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.accounts.AccountConflictException;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.NewAccessKey;
import io.deltas3proxy.accounts.User;
import java.time.Instant;
import java.util.List;

/** Users, their keys and sessions. */
record UserRoutes(Users users, Keys keys) {

  private static final String KEY = "/users/{name}/keys/{accessKeyId}";

  List<Route> routes() {
    return List.of(
        new Route("GET", "/users", this::list),
        new Route("POST", "/users", this::add),
        new Route("GET", "/users/{name}", this::get),
        new Route("PATCH", "/users/{name}", this::change),
        new Route("DELETE", "/users/{name}", this::remove),
        new Route("DELETE", "/users/{name}/sessions", this::revokeSessions),
        new Route("GET", "/users/{name}/keys", this::keys),
        new Route("POST", "/users/{name}/keys", this::createKey),
        new Route("PATCH", KEY, this::changeKey),
        new Route("DELETE", KEY, this::removeKey));
  }

  private Answer list(AdminRequest request) throws AccountsUnavailableException {
    int limit = request.limit();
    List<User> found = users.list(request.after(), limit + 1);
    return Answer.ok(AccountJson.page("users", found, limit, AccountJson::user, User::name));
  }

  private Answer add(AdminRequest request)
      throws AccountsUnavailableException, AccountConflictException {
    Fields fields = request.fields();
    String name = fields.text("name");
    fields.end();
    users.add(request.administrator(), name);
    return Answer.created(AccountJson.user(user(name)));
  }

  private Answer get(AdminRequest request) throws AccountsUnavailableException {
    return Answer.ok(AccountJson.user(user(request.name(0))));
  }

  private User user(String name) throws AccountsUnavailableException {
    return users.find(name).orElseThrow(() -> AdminException.missing("There is no such user"));
  }

  private Answer change(AdminRequest request)
      throws AccountsUnavailableException, AccountConflictException {
    users.setDisabled(request.administrator(), request.name(0), disabled(request));
    return Answer.ok(AccountJson.user(user(request.name(0))));
  }

  private static boolean disabled(AdminRequest request) {
    Fields fields = request.fields();
    boolean disabled = fields.flag("disabled").orElse(false);
    if (!fields.has("disabled")) {
      fields.flaw("disabled", "must be given");
    }
    fields.end();
    return disabled;
  }

  private Answer remove(AdminRequest request)
      throws AccountsUnavailableException, AccountConflictException {
    users.remove(request.administrator(), request.name(0));
    return Answer.DONE;
  }

  private Answer revokeSessions(AdminRequest request) throws AccountsUnavailableException {
    users.revokeSessions(request.administrator(), request.name(0));
    return Answer.DONE;
  }

  private Answer keys(AdminRequest request)
      throws AccountsUnavailableException, AccountConflictException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode list = answer.putArray("keys");
    keys.list(request.name(0)).forEach(key -> list.add(AccountJson.key(key)));
    return Answer.ok(answer);
  }

  private Answer createKey(AdminRequest request)
      throws AccountsUnavailableException, AccountConflictException {
    Fields fields = request.fields();
    Instant expiresAt = fields.instant("expiresAt");
    fields.end();
    NewAccessKey made = keys.create(request.administrator(), request.name(0), expiresAt);
    return Answer.created(AccountJson.newKey(made));
  }

  private Answer changeKey(AdminRequest request)
      throws AccountsUnavailableException, AccountConflictException {
    String user = request.name(0);
    String id = request.name(1);
    keys.setDisabled(request.administrator(), user, id, disabled(request));
    return Answer.ok(AccountJson.key(keys.find(user, id)));
  }

  private Answer removeKey(AdminRequest request)
      throws AccountsUnavailableException, AccountConflictException {
    keys.remove(request.administrator(), request.name(0), request.name(1));
    return Answer.DONE;
  }
}
