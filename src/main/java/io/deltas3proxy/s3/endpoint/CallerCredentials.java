package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.storage.AssumableRole;
import io.deltas3proxy.storage.StoreCredentials;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one store knows callers by. The first of these that fits a caller is used: their user, the
 * first of their groups, the role, their own key.
 *
 * @param users credentials by name of the user
 * @param groups credentials by name of the group, in the order in which they are tried
 * @param role taken on for every other caller; {@code null} for none
 * @param signature what the store makes of callers' own keys
 */
public record CallerCredentials(
    Map<String, StoreCredentials> users,
    Map<String, StoreCredentials> groups,
    @Nullable AssumableRole role,
    SignatureUse signature) {

  public static final CallerCredentials NONE =
      new CallerCredentials(Map.of(), Map.of(), null, SignatureUse.NONE);

  public CallerCredentials {
    users = Map.copyOf(users);
    groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
  }
}
