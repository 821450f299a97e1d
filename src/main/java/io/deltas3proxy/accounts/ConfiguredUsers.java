package io.deltas3proxy.accounts;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The users of the configuration: they do not change while the process runs. */
public final class ConfiguredUsers implements Identities, LastingKeys, UserStandings {

  /** Nobody. */
  public static final ConfiguredUsers NONE = new ConfiguredUsers(List.of(), Clock.systemUTC());

  private record Owned(ConfiguredUser user, ConfiguredUser.Key key) {}

  private final Map<String, ConfiguredUser> users = new HashMap<>();
  private final Map<String, Owned> keys = new HashMap<>();
  private final Clock clock;

  /**
   * @throws IllegalArgumentException when a name or an access key id occurs twice
   */
  public ConfiguredUsers(Collection<ConfiguredUser> configured, Clock clock) {
    this.clock = clock;
    for (ConfiguredUser user : configured) {
      if (users.put(user.name(), user) != null) {
        throw new IllegalArgumentException("user given twice: " + user.name());
      }
      for (ConfiguredUser.Key key : user.keys()) {
        if (keys.put(key.accessKeyId(), new Owned(user, key)) != null) {
          throw new IllegalArgumentException("access key given twice: " + key.accessKeyId());
        }
      }
    }
  }

  public Optional<ConfiguredUser> user(String name) {
    return Optional.ofNullable(users.get(name));
  }

  /** Whether the key stands here, usable or not: then no other source is asked for it. */
  public boolean names(String accessKeyId) {
    return keys.containsKey(accessKeyId);
  }

  @Override
  public Optional<LastingKey> find(String accessKeyId) {
    return Optional.ofNullable(keys.get(accessKeyId))
        .map(owned ->
            new LastingKey(
                accessKeyId,
                owned.key().secretAccessKey(),
                owned.user().name(),
                owned.key().disabled(),
                owned.key().expiresAt()));
  }

  @Override
  public KeyLookup find(String accessKeyId, @Nullable String sessionToken) {
    Owned owned = keys.get(accessKeyId);
    if (owned == null
        || owned.user().disabled()
        || owned.key().disabled()
        || isOver(owned.key().expiresAt())) {
      return new KeyLookup.Unknown();
    }
    ConfiguredUser.Key key = owned.key();
    ConfiguredUser user = owned.user();
    return sessionToken == null
        ? new KeyLookup.Found(
            new Identity(
                accessKeyId,
                key.secretAccessKey(),
                null,
                key.expiresAt(),
                new Principal(user.name(), user.groups(), false)))
        : new KeyLookup.InvalidToken();
  }

  private boolean isOver(@Nullable Instant end) {
    return end != null && !clock.instant().isBefore(end);
  }

  @Override
  public UserStanding of(String name) {
    ConfiguredUser user = users.get(name);
    return user == null
        ? UserStanding.STRANGER
        : new UserStanding(user.disabled(), user.groups(), null);
  }
}
