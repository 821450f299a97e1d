package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sts.model.Tag;

/**
 * Tells policies who a role session is for (AWS STS, session tags): {@code user} is the user,
 * {@code groups} the groups in their order, each between plus signs: {@code +analysts+readers+}
 * matches {@code *+analysts+*}. A name that does not fit is refused, never changed: one that was
 * changed could be somebody else's.
 */
final class SessionTags {

  private static final String SEPARATOR = "+";

  /** Example: {@code ada@example.com}. */
  private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{1,256}");

  private SessionTags() {}

  static List<Tag> of(String user, SortedSet<String> groups) throws StoreException {
    List<Tag> tags = new ArrayList<>();
    tags.add(tag("user", user));
    if (!groups.isEmpty()) {
      for (String group : groups) {
        if (group.isEmpty() || group.contains(SEPARATOR)) {
          throw unfit("groups");
        }
      }
      tags.add(tag("groups", SEPARATOR + String.join(SEPARATOR, groups) + SEPARATOR));
    }
    return tags;
  }

  private static Tag tag(String key, String value) throws StoreException {
    if (!VALUE.matcher(value).matches()) {
      throw unfit(key);
    }
    return Tag.builder().key(key).value(value).build();
  }

  private static StoreException unfit(String key) {
    return new StoreException.CallerDenied("the caller's " + key + " cannot be a session tag");
  }
}
