package io.deltas3proxy.app;

import io.deltas3proxy.sts.IdentityProvider;
import io.deltas3proxy.website.SiteAddress;
import io.deltas3proxy.website.SitePath;
import io.deltas3proxy.website.login.LoginClient;
import io.deltas3proxy.website.login.LoginKey;
import io.deltas3proxy.website.login.LoginSettings;
import io.deltas3proxy.website.login.LoginSite;
import io.deltas3proxy.website.login.ViewerRules;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads how viewers of a private site log in. */
final class LoginParser {

  static final String NAME = "login";

  private static final int LEAST_SECONDS = 60;
  private static final int MOST_SECONDS = 7 * 24 * 3600;
  private static final Duration USUAL = Duration.ofHours(8);

  private final List<IdentityProvider> providers;

  /**
   * Makes it.
   *
   * @param providers of the section {@code oidc}
   */
  LoginParser(List<IdentityProvider> providers) {
    this.providers = List.copyOf(providers);
  }

  /** The key that seals what viewers carry. */
  static Optional<LoginKey> key(Section website) {
    return website.parsed(
        "loginKey",
        text -> {
          byte[] bytes;
          try {
            bytes = Base64.getDecoder().decode(text);
          } catch (IllegalArgumentException e) {
            bytes = new byte[0];
          }
          if (bytes.length != LoginKey.BYTES) {
            throw new IllegalArgumentException("must be 32 random bytes in Base64");
          }
          return new LoginKey(bytes);
        });
  }

  /** Empty for a site that everybody sees, or where something is wrong, which was reported. */
  Optional<LoginSettings> parse(Section site, String name, SiteAddress address) {
    boolean wanted = site.has(NAME);
    Section login = site.section(NAME);
    Optional<IdentityProvider> provider = login.parsed("provider", this::provider);
    Optional<String> id =
        login.text("clientId").or(() -> provider.map(given -> given.audiences().getFirst()));
    Optional<String> secret = login.text("clientSecret");
    List<String> scopes = login.texts("scopes", List.of("openid", "profile"));
    Duration session = login.seconds("sessionSeconds", LEAST_SECONDS, MOST_SECONDS, USUAL);
    Optional<String> origin = login.parsed("origin", LoginParser::origin);
    Optional<ViewerRules> rules = wanted ? rules(login) : Optional.empty();
    login.end();
    if (!wanted) {
      return Optional.empty();
    }
    if (!login.has("provider")) {
      login.problem("provider", "is missing: a name of the section oidc");
    }
    if (provider.isEmpty() || id.isEmpty() || rules.isEmpty()) {
      return Optional.empty();
    }
    String base = SitePath.encode(address.base());
    return made(login, "origin", () -> new LoginSite(name, address.hosts(), base, origin))
        .flatMap(where ->
            made(login, "scopes", () -> new LoginClient(provider.get(), id.get(), secret, scopes))
                .map(client -> new LoginSettings(where, client, rules.get(), session)));
  }

  private Optional<ViewerRules> rules(Section login) {
    boolean everyone = login.flag("everyone", false);
    List<String> users = login.texts("users", List.of());
    List<String> groups = login.texts("groups", List.of());
    return made(
        login,
        "users",
        () -> new ViewerRules(everyone, new HashSet<>(users), new HashSet<>(groups)));
  }

  private static <T> Optional<T> made(Section login, String key, Supplier<T> maker) {
    try {
      return Optional.of(maker.get());
    } catch (IllegalArgumentException e) {
      login.problem(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private IdentityProvider provider(String name) {
    return providers.stream()
        .filter(known -> known.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("is not a name of the section oidc"));
  }

  private static String origin(String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is not a URL", e);
    }
    String scheme = String.valueOf(uri.getScheme());
    boolean origin =
        (scheme.equals("https") || scheme.equals("http"))
            && uri.getHost() != null
            && text.equals(scheme + "://" + uri.getRawAuthority())
            && uri.getRawUserInfo() == null;
    if (!origin) {
      throw new IllegalArgumentException("must be like https://www.example.com, without a path");
    }
    return text;
  }
}
