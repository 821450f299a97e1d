package io.deltas3proxy.files;

import io.deltas3proxy.accounts.Principal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says where a file is to those who may read or write it: the one place that decides. Rights come
 * before existence, so that nobody learns of what they may not see.
 */
public final class FileAccess {

  private final Map<String, FileBucket> buckets;
  private final List<FileRule> rules;

  /**
   * Makes it.
   *
   * @param buckets by their logical names
   */
  public FileAccess(Map<String, FileBucket> buckets, List<FileRule> rules) {
    this.buckets = Map.copyOf(buckets);
    this.rules = List.copyOf(rules);
  }

  /**
   * The file, for a caller who has the right.
   *
   * @param principal {@code null} for somebody anonymous
   * @throws FilesException without the right, or without such a bucket
   */
  public FileTarget require(@Nullable Principal principal, FileName file, FilePrivilege privilege) {
    boolean allowed =
        rules.stream()
            .anyMatch(rule ->
                rule.privileges().contains(privilege)
                    && rule.isFor(principal)
                    && rule.covers(file));
    if (!allowed) {
      throw FilesException.forbidden().because("no rule allows to " + privilege);
    }
    FileBucket bucket = buckets.get(file.bucket());
    if (bucket == null) {
      throw missing(file, privilege);
    }
    return new FileTarget(
        file, bucket.storeName(), bucket.place().store(), bucket.place().address(file.name()));
  }

  private static FilesException missing(FileName file, FilePrivilege privilege) {
    return switch (privilege) {
      case READ -> fileMissing(file);
      case WRITE -> bucketMissing(file);
    };
  }

  /** What is said of a file that is not there. */
  public static FilesException fileMissing(FileName file) {
    return new FilesException(
        FilesFault.FILE_MISSING,
        "File " + file.name() + " or bucket " + file.bucket() + " not found.");
  }

  /** What is said of a bucket that is not there. */
  public static FilesException bucketMissing(FileName file) {
    return new FilesException(
        FilesFault.BUCKET_MISSING, "Bucket " + file.bucket() + " does not exist.");
  }

  /** Refuses whoever may write nothing at all, before anything of a body is kept. */
  public void requireWriter(@Nullable Principal principal) {
    boolean writer =
        rules.stream()
            .anyMatch(
                rule -> rule.privileges().contains(FilePrivilege.WRITE) && rule.isFor(principal));
    if (!writer) {
      throw FilesException.forbidden().because("no rule allows to write anything");
    }
  }
}
