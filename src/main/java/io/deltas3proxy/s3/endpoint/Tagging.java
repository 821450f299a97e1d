package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.s3.protocol.S3Command;
import io.deltas3proxy.s3.protocol.S3Requests;
import io.deltas3proxy.s3.protocol.WriteDocuments;
import io.deltas3proxy.storage.StoreException;
import java.util.Map;

/** Answers what is asked of tags of objects, where the store has any. */
final class Tagging {

  /** The tags of an object that may be read. */
  byte[] get(ReadableObject object, S3Command.GetObjectTagging command, CallerStores stores)
      throws StoreException, TableUnavailableException {
    ObjectDelivery.requireCurrentVersion(command.versionId());
    return WriteDocuments.tagging(object.store(stores).writer().tags(object.address()));
  }

  /** Replaces the tags of an object that may be changed. */
  void put(WritableObject object, byte[] document, CallerStores stores)
      throws StoreException, TableUnavailableException {
    Map<String, String> tags = S3Requests.tagging(document);
    object.store(stores).writer().setTags(object.address(), tags);
  }

  void delete(WritableObject object, CallerStores stores)
      throws StoreException, TableUnavailableException {
    object.store(stores).writer().setTags(object.address(), Map.of());
  }
}
