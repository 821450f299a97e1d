package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.MultipartUploads;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.delta.action.CommitTrials;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.conditional.ConditionalOperation;
import io.deltas3proxy.storage.conditional.ConditionalWriters;
import java.time.Clock;
import java.util.Optional;

/**
 * What writing needs.
 *
 * @param indexes that learn of commits as they pass
 * @param trials of commits, before they are stored
 * @param writers whose conditions hold
 * @param uploads in parts that are under way; empty where nothing may be changed
 * @param clock for times that a store does not tell
 */
public record WritingSettings(
    TableIndexes indexes,
    CommitTrials trials,
    ConditionalWriters writers,
    Optional<MultipartUploads> uploads,
    Clock clock) {

  private static final String LOG_DIRECTORY = "_delta_log/";

  /** The writer of a table's store, as the caller is to have it: what it puts has conditions. */
  ObjectWriter writer(Table table, ObjectStore store) throws StoreException {
    return writer(table, store, ConditionalOperation.PUT);
  }

  /** The same for another operation with conditions. */
  ObjectWriter writer(Table table, ObjectStore store, ConditionalOperation operation)
      throws StoreException {
    String log = table.location().address(LOG_DIRECTORY).key();
    return writers.of(
        new ConditionalWriters.Place(table.location().storeName(), table.location().bucket(), log),
        store,
        operation);
  }

  /** The same where there may be no condition at all. */
  ObjectWriter writer(
      Table table, ObjectStore store, ConditionalOperation operation, WriteConditions conditions)
      throws StoreException {
    return conditions.equals(WriteConditions.NONE)
        ? writer(table, store)
        : writer(table, store, operation);
  }

  /** Where uploads in parts are kept. */
  MultipartUploads requireUploads() {
    return uploads.orElseThrow(() ->
        new S3Exception(S3ErrorCode.NOT_IMPLEMENTED).because("uploads in parts are not kept"));
  }
}
