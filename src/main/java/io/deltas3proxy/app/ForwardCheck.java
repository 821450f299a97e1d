package io.deltas3proxy.app;

import io.deltas3proxy.s3.endpoint.AuthMode;
import io.deltas3proxy.s3.endpoint.EndpointSettings;
import io.deltas3proxy.s3.endpoint.GetMode;
import io.deltas3proxy.s3.endpoint.SignatureUse;
import java.net.URI;
import java.util.Objects;

/** Refuses what cannot work when callers' credentials go to the stores. */
final class ForwardCheck {

  private final Section root;
  private final AuthModes modes;
  private final LakeSettings lake;
  private final EndpointSettings endpoint;
  private final AuthenticationSettings authentication;

  ForwardCheck(
      Section root,
      AuthModes modes,
      LakeSettings lake,
      EndpointSettings endpoint,
      AuthenticationSettings authentication) {
    this.root = root;
    this.modes = modes;
    this.lake = lake;
    this.endpoint = endpoint;
    this.authentication = authentication;
  }

  void run() {
    if (!authentication.required() && mayForward()) {
      root.section("authentication")
          .problem(
              "mode",
              "must be \"required\" where credentials of callers go to a store: somebody anonymous"
                  + " has none");
    }
    for (TableSettings table : lake.tables()) {
      if (table.store().equals(TableSettings.LOCAL)) {
        checkLocal(table);
      } else if (lake.backends().containsKey(table.store())) {
        check(table, Objects.requireNonNull(lake.backends().get(table.store())));
      }
    }
  }

  /** Whether any caller may come with credentials of their own. */
  private boolean mayForward() {
    return modes.otherwise() == AuthMode.FORWARD
        || modes.users().containsValue(AuthMode.FORWARD)
        || lake.backends().values().stream().anyMatch(modes::mayForward);
  }

  private void checkLocal(TableSettings table) {
    String problem =
        "\"forward\" is not possible with the table "
            + table.alias()
            + ": its store is a directory, which knows no credentials";
    if (modes.otherwise() == AuthMode.FORWARD) {
      root.problem(root.has("authMode") ? "authMode" : "defaultAuthMode", problem);
    }
    modes
        .users()
        .forEach((name, mode) -> {
          if (mode == AuthMode.FORWARD) {
            root.section("users").section(name).problem("authMode", problem);
          }
        });
  }

  private void check(TableSettings table, BackendSettings store) {
    if (modes.mayForward(store) && store.forward().isEmpty()) {
      root.section("stores")
          .section(table.store())
          .problem(
              "forward",
              "is missing: callers of the table "
                  + table.alias()
                  + " are in authMode \"forward\", and the store knows credentials of none");
    }
    if (store.forward().signature() == SignatureUse.PASS_THROUGH) {
      checkSignaturesPass(table, store);
    }
  }

  /** A signature holds for one host and one path: they must be the same on both sides. */
  private void checkSignaturesPass(TableSettings table, BackendSettings store) {
    Section forward = root.section("stores").section(table.store()).section("forward");
    String bucket = endpoint.virtualBucket();
    if (!table.bucket().equals(bucket) || !table.path().equals(table.alias())) {
      forward.problem(
          "callerSignature",
          "\"passThrough\" needs the same paths on both sides: the table "
              + table.alias()
              + " must be at s3://"
              + bucket
              + "/"
              + table.alias());
    }
    URI base = store.store().endpoint();
    if (!store.store().pathStyle() || base == null || base.getPath().length() > 1) {
      forward.problem(
          "callerSignature",
          "\"passThrough\" needs an endpoint without a path, and pathStyle, in the store "
              + table.store());
    }
    if (endpoint.retrieval().mode() != GetMode.PROXY) {
      forward.problem(
          "callerSignature",
          "\"passThrough\" needs getMode \"proxy\": a redirect carries no signature of a caller");
    }
  }
}
