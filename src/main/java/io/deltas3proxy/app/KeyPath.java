package io.deltas3proxy.app;

import java.util.Locale;
import java.util.Set;

/**
 * Where a value stands in the configuration, as an operator would write it.
 *
 * @param text for example {@code stores.lake.endpoint}; empty for the whole
 */
record KeyPath(String text) {

  static final KeyPath ROOT = new KeyPath("");

  private static final Set<String> SECRETS =
      Set.of(
          "secretaccesskey",
          "sessiontoken",
          "tokenkey",
          "previoustokenkeys",
          "keystorepassword",
          "secretkey",
          "password",
          "authkey",
          "loginkey",
          "clientsecret");

  /** Top-level keys with secrets below them. */
  private static final Set<String> NEAR_SECRETS =
      Set.of("stores", "database", "listing", "tls", "sts", "users", "admin", "website");

  KeyPath child(String name) {
    if (!name.matches("[\\w-]+")) {
      return new KeyPath(text + "[\"" + name.replace("\"", "\\\"") + "\"]");
    }
    return new KeyPath(text.isEmpty() ? name : text + "." + name);
  }

  KeyPath element(int index) {
    return new KeyPath(text + "[" + index + "]");
  }

  /** Whether the value must never be shown. */
  boolean isSecret() {
    String last = text.substring(text.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return SECRETS.contains(last)
        || text.equals("database.uri")
        || text.equals("website.visitors.mongo.uri")
        || text.equals("website.visitors.influx.token")
        || isBelow("admin.tokens")
        || isBelow("files.tokens");
  }

  /** Whether a value that is not what it should be may have a secret in it. */
  boolean isNearSecrets() {
    String first = text.split("[.\\[]", 2)[0];
    return NEAR_SECRETS.contains(first.toLowerCase(Locale.ROOT)) || isBelow("files.tokens");
  }

  private boolean isBelow(String start) {
    return text.toLowerCase(Locale.ROOT).startsWith(start);
  }

  @Override
  public String toString() {
    return text;
  }
}
