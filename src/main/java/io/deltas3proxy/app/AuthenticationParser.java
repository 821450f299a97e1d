package io.deltas3proxy.app;

import java.util.Map;

/** Reads {@code authentication}. */
final class AuthenticationParser {

  private AuthenticationParser() {}

  static AuthenticationSettings parse(Section root) {
    boolean accounts =
        root.flag("databaseEnabled", false)
            || !root.section("users").names().isEmpty()
            || !root.section("oidc").names().isEmpty();
    Section section = root.section("authentication");
    AuthenticationSettings settings =
        new AuthenticationSettings(
            section.choice("mode", Map.of("anonymous", false, "required", true), accounts),
            section.flag("unsignedPayload", true),
            accounts);
    section.end();
    if (settings.required() && !accounts) {
      section.problem(
          "mode", "\"required\" needs somebody who can sign: users, databaseEnabled or oidc");
    }
    return settings;
  }
}
