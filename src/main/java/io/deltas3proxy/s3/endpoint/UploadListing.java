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
import java.util.ArrayList;
import java.util.List;

/** Lists the caller's own uploads in parts, over all tables, in the order of their keys here. */
final class UploadListing {

  private final DeltaBucket bucket;
  private final WritingSettings settings;

  UploadListing(DeltaBucket bucket, WritingSettings settings) {
    this.bucket = bucket;
    this.settings = settings;
  }

  byte[] list(Caller caller, S3Command.ListMultipartUploads command)
      throws AccountsUnavailableException {
    List<WriteDocuments.Upload> found = new ArrayList<>();
    for (TableAccess sight : bucket.writtenTables(caller)) {
      int wanted = command.most() + 1 - found.size();
      if (wanted > 0 && mayHold(DeltaBucket.keyPrefix(sight), command)) {
        found.addAll(ofTable(sight, command, wanted));
      }
    }
    boolean more = found.size() > command.most();
    return WriteDocuments.uploads(
        command, more ? found.subList(0, command.most()) : found, more && command.most() > 0);
  }

  /** Whether keys of a table can have the prefix and come after the marker. */
  private static boolean mayHold(String keys, S3Command.ListMultipartUploads command) {
    String marker = command.keyMarker();
    boolean selected = keys.startsWith(command.prefix()) || command.prefix().startsWith(keys);
    boolean before = !marker.startsWith(keys) && KeyOrder.UTF_8.compare(marker, keys) > 0;
    return selected && !before;
  }

  private List<WriteDocuments.Upload> ofTable(
      TableAccess sight, S3Command.ListMultipartUploads command, int most)
      throws AccountsUnavailableException {
    TableLocation location = sight.table().location();
    String keys = DeltaBucket.keyPrefix(sight);
    String prefix = location.keyPrefix() + below(keys, command.prefix());
    boolean within = command.keyMarker().startsWith(keys);
    MultipartUploads.Page page =
        new MultipartUploads.Page(
            location.storeName(),
            location.bucket(),
            prefix,
            within ? location.keyPrefix() + below(keys, command.keyMarker()) : "",
            within ? command.uploadIdMarker() : "");
    List<WriteDocuments.Upload> shown = new ArrayList<>();
    for (Upload upload : settings.requireUploads().list(page, sight.writing().writer(), most)) {
      String relative = upload.address().key().substring(location.keyPrefix().length());
      shown.add(new WriteDocuments.Upload(keys + relative, upload.id(), upload.begun()));
    }
    return shown;
  }

  private static String below(String keys, String text) {
    return text.startsWith(keys) ? text.substring(keys.length()) : "";
  }
}
