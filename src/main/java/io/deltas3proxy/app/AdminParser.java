package io.deltas3proxy.app;

import io.deltas3proxy.admin.AdminTokens;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Reads who may use the administration interface. */
final class AdminParser {

  private static final String NAME = "admin";
  private static final String TOKENS = "tokens";

  private AdminParser() {}

  static AdminSettings parse(Section root, Set<String> aliases, String bucket) {
    Section admin = root.section(NAME);
    boolean enabled = admin.flag("enabled", false);
    Map<String, String> tokens = tokens(admin.section(TOKENS));
    if (enabled && !admin.has(TOKENS)) {
      admin.problem(TOKENS, "must be given where enabled is true");
    }
    admin.end();
    if (enabled && bucket.equals(NAME)) {
      root.problem("virtualBucket", "must not be admin, which is a path of its own");
    }
    if (enabled && aliases.contains(NAME)) {
      root.problem(root.path("tableMapping").child(NAME), "is a path of its own, not an alias");
    }
    return new AdminSettings(enabled, new AdminTokens(tokens));
  }

  private static Map<String, String> tokens(Section section) {
    Map<String, String> tokens = new LinkedHashMap<>();
    for (String name : section.names()) {
      section
          .text(name)
          .ifPresent(secret -> {
            if (secret.length() < AdminTokens.LEAST_CHARACTERS) {
              section.problem(name, "must have at least 32 characters");
            } else if (!secret.matches("[!-~]+")) {
              section.problem(name, "must be of visible ASCII characters without spaces");
            } else if (tokens.containsValue(secret)) {
              section.problem(name, "must differ from the other tokens");
            } else {
              tokens.put(name, secret);
            }
          });
    }
    return tokens;
  }
}
