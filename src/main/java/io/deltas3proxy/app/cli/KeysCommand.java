package io.deltas3proxy.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.accounts.AccessKey;
import io.deltas3proxy.accounts.NewAccessKey;
import io.deltas3proxy.admin.JsonViews;
import io.deltas3proxy.app.OfflineAccounts;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keys ...}. */
@Command(name = "keys", description = "The access keys of the database.")
final class KeysCommand extends CommandGroup {

  KeysCommand(Invocation invocation) {
    super(invocation);
  }

  @Command(description = "Make a key for a user. Its secret is shown this one time.")
  void create(
      @Parameters(paramLabel = "USER") String user,
      @Option(names = "--expires", paramLabel = "MOMENT", description = "When it ends.")
          @Nullable Instant expires)
      throws Exception {
    NewAccessKey made;
    try (OfflineAccounts accounts = invocation().change()) {
      made = accounts.keys().create(invocation().administrator(), user, expires);
    }
    invocation()
        .answer(
            JsonViews.of(made),
            List.of(
                "access key id      " + made.key().accessKeyId(),
                "secret access key  " + made.secretAccessKey(),
                "expires            " + moment(made.key().expiresAt())));
  }

  private static String moment(@Nullable Instant expires) {
    return expires == null ? "never" : expires.toString();
  }

  @Command(description = "Show the keys of a user, without their secrets.")
  void list(@Parameters(paramLabel = "USER") String user) throws Exception {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode all = answer.putArray("keys");
    TextTable table = new TextTable("ACCESS KEY ID", "STATE", "CREATED", "EXPIRES");
    Instant now = invocation().clock().instant();
    try (OfflineAccounts accounts = invocation().read()) {
      for (AccessKey key : accounts.keys().list(user)) {
        all.add(JsonViews.of(key));
        table.row(
            Arrays.asList(
                key.accessKeyId(),
                state(key, now),
                key.createdAt().toString(),
                moment(key.expiresAt())));
      }
    }
    invocation().answer(answer, table.lines());
  }

  private static String state(AccessKey key, Instant now) {
    Instant end = key.expiresAt();
    if (key.disabled()) {
      return "disabled";
    }
    return end != null && !now.isBefore(end) ? "expired" : "enabled";
  }

  @Command(description = "Refuse all requests that are signed with a key.")
  void disable(@Parameters(paramLabel = "ID") String id) throws Exception {
    setDisabled(id, true);
  }

  @Command(description = "Take a key again that was disabled.")
  void enable(@Parameters(paramLabel = "ID") String id) throws Exception {
    setDisabled(id, false);
  }

  private void setDisabled(String id, boolean disabled) throws Exception {
    try (OfflineAccounts accounts = invocation().change()) {
      AccessKey key = accounts.keys().find(id);
      accounts.keys().setDisabled(invocation().administrator(), key.user(), id, disabled);
      String what = disabled ? " disabled" : " enabled";
      invocation()
          .answer(JsonViews.of(accounts.keys().find(id)), "key " + id + " of " + key.user() + what);
    }
  }

  @Command(description = "Remove a key.")
  void remove(@Parameters(paramLabel = "ID") String id) throws Exception {
    try (OfflineAccounts accounts = invocation().change()) {
      AccessKey key = accounts.keys().find(id);
      accounts.keys().remove(invocation().administrator(), key.user(), id);
    }
    removed("key", id);
  }
}
