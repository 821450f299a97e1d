package io.deltas3proxy.app;

import io.deltas3proxy.accounts.SessionKey;
import io.deltas3proxy.sts.ClaimMapping;
import io.deltas3proxy.sts.IdentityProvider;
import io.deltas3proxy.sts.ProviderAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads how temporary credentials are given, and whose ID tokens are taken for them. */
final class StsParser {

  private static final String KEY_FILE = "tokenKeyFile";
  private static final int LEAST_SECONDS = 900;
  private static final int MOST_SECONDS = 43_200;
  private static final int MOST_PREVIOUS_KEYS = 10;
  private static final int MOST_KEY_CHARACTERS = 1024;

  private StsParser() {}

  /**
   * Reads {@code sts} and {@code oidc}.
   *
   * @param directory that relative paths start from
   */
  static StsSettings parse(Section root, Path directory) {
    List<IdentityProvider> providers = providers(root.section("oidc"));
    Section sts = root.section("sts");
    StsSettings settings =
        new StsSettings(
            sts.flag("enabled", root.has("oidc")),
            key(sts, directory),
            previousKeys(sts),
            sts.seconds("maxSessionSeconds", LEAST_SECONDS, MOST_SECONDS, Duration.ofHours(1)),
            providers);
    sts.end();
    return settings;
  }

  /** Refuses names that the path of this service hides. */
  static void reserve(Section root, StsSettings settings, Set<String> aliases, String bucket) {
    if (!settings.enabled()) {
      return;
    }
    if (bucket.equals("sts")) {
      root.problem("virtualBucket", "must not be sts, which is a path of its own");
    }
    if (aliases.contains("sts")) {
      root.problem(root.path("tableMapping").child("sts"), "is a path of its own, not an alias");
    }
  }

  private static Optional<SessionKey> key(Section sts, Path directory) {
    Optional<SessionKey> key = sts.parsed("tokenKey", StsParser::sessionKey);
    Optional<SessionKey> ofFile = keyOfFile(sts, directory);
    if (sts.has("tokenKey") && sts.has(KEY_FILE)) {
      sts.problem(KEY_FILE, "must not be given beside tokenKey");
    }
    return key.or(() -> ofFile);
  }

  private static Optional<SessionKey> keyOfFile(Section sts, Path directory) {
    Optional<String> name = sts.text(KEY_FILE);
    if (name.isPresent() && !isThere(directory, name.get())) {
      // Not shown: it may be the key itself, put into the wrong place.
      sts.problem(KEY_FILE, "cannot be read: it names no file that is there");
      return Optional.empty();
    }
    return sts.parsed(KEY_FILE, file -> sessionKey(content(directory, file)));
  }

  private static boolean isThere(Path directory, String name) {
    try {
      return Files.exists(directory.resolve(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static List<SessionKey> previousKeys(Section sts) {
    List<String> texts = sts.texts("previousTokenKeys", List.of());
    List<SessionKey> keys = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      try {
        keys.add(sessionKey(texts.get(i)));
      } catch (IllegalArgumentException e) {
        sts.problem(sts.path("previousTokenKeys").element(i), String.valueOf(e.getMessage()));
      }
    }
    if (keys.size() > MOST_PREVIOUS_KEYS) {
      sts.problem("previousTokenKeys", "must be " + MOST_PREVIOUS_KEYS + " at most");
    }
    return keys;
  }

  private static SessionKey sessionKey(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      bytes = new byte[0];
    }
    if (bytes.length != SessionKey.BYTES) {
      throw new IllegalArgumentException("must be 32 random bytes in Base64");
    }
    return new SessionKey(bytes);
  }

  private static String content(Path directory, String name) {
    try {
      Path file = directory.resolve(name);
      if (Files.size(file) <= MOST_KEY_CHARACTERS) {
        return Files.readString(file).strip();
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot be read", e);
    }
    throw new IllegalArgumentException("is too long for a key");
  }

  private static List<IdentityProvider> providers(Section oidc) {
    List<IdentityProvider> providers = new ArrayList<>();
    Set<String> issuers = new HashSet<>();
    for (String name : oidc.names()) {
      if (!name.matches("[A-Za-z0-9_-]{1,63}")) {
        oidc.problem(name, "is not a name for a provider: 1 to 63 letters, digits, _ and -");
      }
      Section provider = oidc.section(name);
      provider(name, provider)
          .ifPresent(read -> {
            if (!issuers.add(read.issuer())) {
              provider.problem("issuer", "is that of another provider too");
            }
            providers.add(read);
          });
    }
    return providers;
  }

  private static Optional<IdentityProvider> provider(String name, Section section) {
    ProviderAddress address =
        section.flag("allowPrivateEndpoint", false)
            ? ProviderAddress.ANY
            : ProviderAddress.REMOTE_TLS;
    Optional<String> issuer =
        section.parsed(
            "issuer",
            text -> {
              URI uri = uri(text, address);
              if (uri.getRawQuery() != null) {
                throw new IllegalArgumentException("must have no query");
              }
              return text;
            });
    Optional<URI> keys = section.parsed("jwksUri", text -> uri(text, address));
    List<String> audiences = section.texts("audience", List.of());
    ClaimMapping claims =
        new ClaimMapping(
            section.text("userClaim", "sub"),
            section.text("groupsClaim", "groups"),
            prefix(section, "userPrefix", name),
            prefix(section, "groupPrefix", name));
    if (!section.has("issuer")) {
      section.problem("issuer", "must be given");
    }
    if (audiences.isEmpty()) {
      section.problem("audience", "must name at least one audience");
    }
    section.end();
    return issuer.isEmpty() || audiences.isEmpty()
        ? Optional.empty()
        : Optional.of(new IdentityProvider(name, issuer.get(), audiences, keys, claims, address));
  }

  /** An empty one is meant: users of the provider then are those of the accounts. */
  private static String prefix(Section section, String key, String provider) {
    return section.isEmptyText(key) ? "" : section.text(key, provider + ":");
  }

  private static URI uri(String text, ProviderAddress address) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is not a URL", e);
    }
    address.check(uri);
    return uri;
  }
}
