package io.deltas3proxy.app;

import io.deltas3proxy.s3.endpoint.AuthMode;
import io.deltas3proxy.s3.endpoint.SignatureUse;
import io.deltas3proxy.storage.StoreCredentials;
import io.deltas3proxy.storage.s3.EndpointPolicy;
import io.deltas3proxy.storage.s3.RoleSettings;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads with whose credentials stores are asked. */
final class ForwardParser {

  static final Map<String, AuthMode> MODES =
      Map.of("iam", AuthMode.IAM, "forward", AuthMode.FORWARD);

  private static final Map<String, SignatureUse> SIGNATURES =
      Map.of(
          "none", SignatureUse.NONE,
          "resign", SignatureUse.RESIGN,
          "passThrough", SignatureUse.PASS_THROUGH);

  private ForwardParser() {}

  /** The default, and the modes of single users. */
  static AuthModes modes(Section root) {
    String key = "defaultAuthMode";
    if (root.has("authMode")) {
      if (root.has(key)) {
        root.problem("authMode", "is another name of defaultAuthMode: give only one of them");
      }
      key = "authMode";
    }
    AuthMode otherwise = root.choice(key, MODES, AuthMode.IAM);
    Map<String, AuthMode> users = new HashMap<>();
    Section named = root.section("users");
    for (String name : named.names()) {
      AuthMode mode = named.isMap(name) ? mode(named.section(name)) : null;
      if (mode != null) {
        users.put(name, mode);
      }
    }
    return new AuthModes(otherwise, users);
  }

  /** The mode that a section of a user or a store says; {@code null} when it says none. */
  static @Nullable AuthMode mode(Section section) {
    return section.has("authMode") ? section.choice("authMode", MODES, AuthMode.IAM) : null;
  }

  /**
   * What the section of a store says of callers.
   *
   * @param region of the store
   * @param policy that the endpoint of a token service stands under as well
   */
  static ForwardSettings ofStore(Section store, String region, EndpointPolicy policy) {
    if (!store.has("forward")) {
      return ForwardSettings.NONE;
    }
    Section forward = store.section("forward");
    ForwardSettings settings =
        new ForwardSettings(
            credentials(forward.section("users")),
            credentials(forward.section("groups")),
            forward.has("role") ? role(forward.section("role"), region, policy) : null,
            forward.choice("callerSignature", SIGNATURES, SignatureUse.NONE));
    forward.end();
    if (settings.isEmpty()) {
      store.problem("forward", "names no credentials: give users, groups, role or callerSignature");
    }
    if (settings.role() != null && settings.signature() != SignatureUse.NONE) {
      forward.problem(
          "callerSignature",
          "is never used beside role, which every caller can take on: give only one of them");
    }
    return settings;
  }

  private static @Nullable RoleSettings role(Section role, String region, EndpointPolicy policy) {
    Optional<String> arn = role.text("roleArn");
    Optional<String> externalId = role.text("externalId");
    Duration lifetime =
        role.seconds(
            "durationSeconds",
            (int) RoleSettings.SHORTEST.toSeconds(),
            (int) RoleSettings.LONGEST.toSeconds(),
            Duration.ofHours(1));
    boolean tags = role.flag("sessionTags", true);
    Optional<URI> endpoint = role.parsed("stsEndpoint", text -> LakeParser.endpoint(text, policy));
    String ownRegion = role.text("stsRegion", region);
    role.end();
    if (arn.isEmpty() || !RoleSettings.isArn(arn.get())) {
      role.problem(
          "roleArn",
          arn.isEmpty()
              ? "is missing"
              : "must be the name of a role, for example"
                  + " arn:aws:iam::123456789012:role/lake, not "
                  + role.shown("roleArn", arn.get()));
      return null;
    }
    return new RoleSettings(
        arn.get(), externalId.orElse(null), lifetime, tags, endpoint.orElse(null), ownRegion);
  }

  private static Map<String, StoreCredentials> credentials(Section named) {
    Map<String, StoreCredentials> credentials = new LinkedHashMap<>();
    for (String name : named.names()) {
      Section one = named.section(name);
      Optional<String> id = one.text("accessKeyId");
      Optional<String> secret = one.text("secretAccessKey");
      Optional<String> token = one.text("sessionToken");
      one.end();
      if (id.isPresent() && secret.isPresent()) {
        credentials.put(name, new StoreCredentials(id.get(), secret.get(), token.orElse(null)));
      } else {
        named.problem(name, "needs accessKeyId and secretAccessKey");
      }
    }
    return credentials;
  }
}
