package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.storage.ListedObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Entity tags of rewritten files: another one whenever the bytes could be others, the same in all
 * instances. They end like those of objects that were uploaded in parts, since clients take a bare
 * digest for the content's MD5.
 */
final class ViewTag {

  /** Counts the ways in which files were rewritten; a change of the bytes makes it greater. */
  private static final int RENDERER = 2;

  private ViewTag() {}

  /**
   * @param sources upstream files that the rewritten one depends on
   * @param content what else it depends on; may be empty
   */
  static String of(
      Table table, PartitionPolicy policy, List<ListedObject> sources, String content) {
    MessageDigest digest = sha256();
    add(digest, Integer.toString(RENDERER));
    // Two stores may have buckets of the same name.
    add(digest, table.alias());
    add(digest, table.location().bucket());
    add(digest, table.location().path());
    add(digest, policy.fingerprint());
    add(digest, policy.schema().toString());
    for (ListedObject source : sources) {
      add(digest, source.key());
      add(digest, source.eTag());
      add(digest, Long.toString(source.size()));
    }
    add(digest, content);
    return '"' + HexFormat.of().formatHex(digest.digest(), 0, 16) + "-1\"";
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Each text with its length before it, so that no two lists of texts give the same bytes. */
  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
    digest.update((byte) ':');
    digest.update(bytes);
  }
}
