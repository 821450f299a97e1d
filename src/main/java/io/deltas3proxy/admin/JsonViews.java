package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.access.GrantStore.Stored;
import io.deltas3proxy.access.ObjectExplanation;
import io.deltas3proxy.access.SightChange;
import io.deltas3proxy.access.TableExplanation;
import io.deltas3proxy.accounts.AccessKey;
import io.deltas3proxy.accounts.NewAccessKey;
import io.deltas3proxy.accounts.User;

/** What operations give, as JSON: the command line shows it as the administration API does. */
public final class JsonViews {

  private JsonViews() {}

  public static ObjectNode of(User user) {
    return AccountJson.user(user);
  }

  public static ObjectNode of(AccessKey key) {
    return AccountJson.key(key);
  }

  /** The one time that a secret is shown. */
  public static ObjectNode of(NewAccessKey made) {
    return AccountJson.newKey(made);
  }

  public static ObjectNode of(Stored grant) {
    return GrantJson.write(grant);
  }

  public static ObjectNode of(ObjectExplanation explanation) {
    return ExplanationJson.object(explanation);
  }

  public static ObjectNode of(TableExplanation explanation) {
    return ExplanationJson.table(explanation);
  }

  public static ObjectNode of(SightChange change) {
    return ExplanationJson.change(change);
  }
}
