package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.Caller;
import io.deltas3proxy.access.MultipartUploads;
import io.deltas3proxy.access.MultipartUploads.Upload;
import io.deltas3proxy.access.TableAccess;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.s3.protocol.S3Command;
import io.deltas3proxy.s3.protocol.WriteDocuments;
import io.deltas3proxy.storage.KeyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the caller's own uploads in parts, over all tables, in the order of their keys here. */
final class UploadListing {

  /** Behind every key that begins like it, but for those with this very character. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  private final DeltaBucket bucket;
  private final WritingSettings settings;

  UploadListing(DeltaBucket bucket, WritingSettings settings) {
    this.bucket = bucket;
    this.settings = settings;
  }

  byte[] list(Caller caller, S3Command.ListMultipartUploads command)
      throws AccountsUnavailableException {
    UploadCollector collector = new UploadCollector(command);
    if (command.most() > 0) {
      for (TableAccess sight : bucket.writtenTables(caller)) {
        if (!collector.isDone() && mayHold(DeltaBucket.keyPrefix(sight), command)) {
          addAll(sight, command, collector);
        }
      }
    }
    return WriteDocuments.uploads(command, collector.page());
  }

  /** Whether keys of a table can have the prefix and come after the marker. */
  private static boolean mayHold(String keys, S3Command.ListMultipartUploads command) {
    String marker = command.keyMarker();
    boolean selected = keys.startsWith(command.prefix()) || command.prefix().startsWith(keys);
    boolean before = !marker.startsWith(keys) && KeyOrder.UTF_8.compare(marker, keys) > 0;
    return selected && !before;
  }

  private void addAll(
      TableAccess sight, S3Command.ListMultipartUploads command, UploadCollector collector)
      throws AccountsUnavailableException {
    Names names = new Names(DeltaBucket.keyPrefix(sight), sight.table().location());
    boolean within = command.keyMarker().startsWith(names.keys());
    String prefix = names.physical(command.prefix());
    String afterKey = within ? names.physical(command.keyMarker()) : "";
    String afterId = within ? command.uploadIdMarker() : "";
    int most = command.most() + 1;
    while (afterKey != null) {
      List<Upload> found =
          settings
              .requireUploads()
              .list(
                  new MultipartUploads.Page(
                      names.location().storeName(),
                      names.location().bucket(),
                      prefix,
                      afterKey,
                      afterId),
                  sight.writing().writer(),
                  most);
      found.forEach(upload -> collector.add(names.shown(upload)));
      if (found.size() < most || collector.isDone()) {
        return;
      }
      Upload last = found.getLast();
      String group = collector.groupOf(names.shown(last).key());
      afterKey = group == null ? last.address().key() : names.behind(group);
      afterId = group == null ? last.id() : "";
    }
  }

  /**
   * What the keys of a table are here and in its store.
   *
   * @param keys what they begin with here
   */
  private record Names(String keys, TableLocation location) {

    /** Of a prefix, or a marker, which may be of more than this table. */
    String physical(String here) {
      return location.keyPrefix() + (here.startsWith(keys) ? here.substring(keys.length()) : "");
    }

    /** Behind all that a prefix stands for; {@code null} where that is the rest of the table. */
    @Nullable String behind(String group) {
      return group.startsWith(keys) && group.length() > keys.length()
          ? physical(group) + LAST
          : null;
    }

    WriteDocuments.Upload shown(Upload upload) {
      String relative = upload.address().key().substring(location.keyPrefix().length());
      return new WriteDocuments.Upload(keys + relative, upload.id(), upload.begun());
    }
  }
}
