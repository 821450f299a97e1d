package io.deltas3proxy.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.accounts.ConfiguredUser;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads {@code users}: their keys and groups. What they may see is read with all grants. */
final class UsersParser {

  /** Example: {@code AKIAIOSFODNN7EXAMPLE}. */
  private static final Pattern ACCESS_KEY_ID = Pattern.compile("[A-Za-z0-9_]{16,128}");

  private static final int LEAST_SECRET = 16;
  private static final int MOST_SECRET = 128;

  private final Map<String, KeyPath> places = new HashMap<>();

  private UsersParser() {}

  static List<ConfiguredUser> parse(Section root) {
    UsersParser parser = new UsersParser();
    Section users = root.section("users");
    List<ConfiguredUser> found = new ArrayList<>();
    for (String name : users.names()) {
      found.add(parser.user(name, users));
    }
    return found;
  }

  private ConfiguredUser user(String name, Section users) {
    Section user = users.section(name);
    ConfiguredUser configured =
        new ConfiguredUser(
            name,
            user.flag("disabled", false),
            new TreeSet<>(user.texts("groups", List.of())),
            keys(user));
    // Read elsewhere.
    user.has("allowedPartitions");
    user.has("grants");
    user.has("authMode");
    user.end();
    if (name.isBlank() || name.length() > 255 || name.chars().anyMatch(Character::isISOControl)) {
      users.problem(users.path(name), "must be named by 1 to 255 printable characters");
    }
    return configured;
  }

  private List<ConfiguredUser.Key> keys(Section user) {
    JsonNode list = user.json("accessKeys");
    List<ConfiguredUser.Key> keys = new ArrayList<>();
    if (!list.isMissingNode() && !list.isArray()) {
      user.problem("accessKeys", "must be a list of maps with accessKeyId and secretAccessKey");
      return keys;
    }
    for (int i = 0; i < list.size(); i++) {
      KeyPath at = user.path("accessKeys").element(i);
      if (list.get(i) instanceof ObjectNode node) {
        key(user.at(node, at)).ifPresent(keys::add);
      } else {
        user.problem(at, "must be a map with accessKeyId and secretAccessKey");
      }
    }
    return keys;
  }

  private Optional<ConfiguredUser.Key> key(Section key) {
    String id = key.text("accessKeyId", "");
    String secret = key.text("secretAccessKey", "");
    boolean disabled = key.flag("disabled", false);
    Instant expires = key.parsed("expires", UsersParser::instant).orElse(null);
    key.end();
    boolean good = true;
    if (!ACCESS_KEY_ID.matcher(id).matches()) {
      key.problem("accessKeyId", "must be 16 to 128 letters, digits and underscores");
      good = false;
    } else {
      KeyPath before = places.putIfAbsent(id, key.path("accessKeyId"));
      if (before != null) {
        key.problem("accessKeyId", "is given before, at " + before.text());
        good = false;
      }
    }
    if (secret.length() < LEAST_SECRET
        || secret.length() > MOST_SECRET
        || secret.chars().anyMatch(c -> c <= ' ' || c >= 0x7F)) {
      key.problem("secretAccessKey", "must be 16 to 128 printable ASCII characters without spaces");
      good = false;
    }
    return good
        ? Optional.of(new ConfiguredUser.Key(id, secret, disabled, expires))
        : Optional.empty();
  }

  static Instant instant(String text) {
    try {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "must be a moment such as 2030-01-31T00:00:00Z, not this", e);
    }
  }
}
