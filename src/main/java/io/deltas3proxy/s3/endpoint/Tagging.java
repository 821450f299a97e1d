package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.s3.protocol.S3Command;
import io.deltas3proxy.s3.protocol.WriteDocuments;
import io.deltas3proxy.storage.StoreException;

/** Answers what is asked of tags of objects, where the store has any. */
final class Tagging {

  /** The tags of an object that may be read. */
  byte[] get(ReadableObject object, S3Command.GetObjectTagging command, CallerStores stores)
      throws StoreException, TableUnavailableException {
    ObjectDelivery.requireCurrentVersion(command.versionId());
    return WriteDocuments.tagging(object.store(stores).writer().tags(object.address()));
  }
}
