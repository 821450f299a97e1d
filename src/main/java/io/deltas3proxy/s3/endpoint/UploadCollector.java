package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.s3.protocol.S3Command;
import io.deltas3proxy.s3.protocol.WriteDocuments.Upload;
import io.deltas3proxy.s3.protocol.WriteDocuments.UploadPage;
import io.deltas3proxy.storage.KeyOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills one page of a listing of uploads, which come in the order of their keys. */
final class UploadCollector {

  private final S3Command.ListMultipartUploads command;
  private final List<Upload> uploads = new ArrayList<>();
  private final List<String> prefixes = new ArrayList<>();
  private UploadPage.@Nullable Next last;
  private boolean more;

  UploadCollector(S3Command.ListMultipartUploads command) {
    this.command = command;
  }

  /** Whether the page is full and something follows it. */
  boolean isDone() {
    return more;
  }

  /** Takes an upload, or the prefix that stands for it, once. */
  void add(Upload upload) {
    String group = groupOf(upload.key());
    if (group != null && isGiven(group)) {
      return;
    }
    if (uploads.size() + prefixes.size() == command.most()) {
      more = true;
    } else if (group == null) {
      uploads.add(upload);
      last = new UploadPage.Next(upload.key(), upload.uploadId());
    } else {
      prefixes.add(group);
      last = new UploadPage.Next(group, "");
    }
  }

  /** Of a prefix that is not behind the marker the page before has told. */
  private boolean isGiven(String group) {
    return (!prefixes.isEmpty() && prefixes.getLast().equals(group))
        || KeyOrder.UTF_8.compare(group, command.keyMarker()) <= 0;
  }

  /** The prefix that stands for a key; {@code null} when it stands for itself. */
  @Nullable String groupOf(String key) {
    String delimiter = command.delimiter();
    int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, command.prefix().length());
    return at < 0 ? null : key.substring(0, at + delimiter.length());
  }

  UploadPage page() {
    return new UploadPage(uploads, prefixes, more ? last : null);
  }
}
