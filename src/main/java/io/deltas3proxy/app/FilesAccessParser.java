package io.deltas3proxy.app;

import io.deltas3proxy.files.FilePrivilege;
import io.deltas3proxy.files.FileRule;
import java.util.List;

/** Reads who may read and write which files. */
final class FilesAccessParser {

  private static final BucketAccessParser<FilePrivilege, FileRule> RULES =
      new BucketAccessParser<>(
          new BucketAccessParser.Vocabulary<>(
              FilePrivilege.class, FilePrivilege::named, "read and write"),
          FileRule::new);

  private FilesAccessParser() {}

  static List<FileRule> parse(Section files) {
    return RULES.parse(files);
  }
}
