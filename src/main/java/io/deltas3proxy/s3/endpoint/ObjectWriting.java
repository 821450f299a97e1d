package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.ReviewedCommit;
import io.deltas3proxy.access.TableAccess;
import io.deltas3proxy.access.WriteTarget;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.delta.action.CommitTrial;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import io.deltas3proxy.storage.conditional.CommitPut;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Stores objects that may be stored, each as its kind demands. */
final class ObjectWriting {

  /** Commits up to this length, in bytes, are reviewed before the store is asked. */
  private static final int SHORT_COMMIT = 1 << 20;

  private final WritingSettings settings;
  private final CommitFollowing following;

  ObjectWriting(WritingSettings settings) {
    this.settings = settings;
    this.following = new CommitFollowing(settings.indexes());
  }

  /** Stores an object, whole or not at all. */
  WrittenObject store(WritableObject object, NewObject content, CallerStores stores)
      throws IOException, TableUnavailableException, AccountsUnavailableException {
    ObjectStore store = object.store(stores);
    ObjectWriter writer = settings.writer(object.sight().table(), store);
    return switch (object.target()) {
      case WriteTarget.Commit commit ->
          commit(object, content.on(WriteConditions.IF_ABSENT), store, writer);
      case WriteTarget.OverwritingCommit commit -> commit(object, content, store, writer);
      case WriteTarget.LogFile file -> put(object, content, writer, content.conditions());
      case WriteTarget.Marker marker -> {
        if (content.length() > 0) {
          throw denied("what stands for a directory has no bytes");
        }
        yield put(object, content, writer, content.conditions());
      }
      case WriteTarget.File file ->
          FileUse.during(
              object,
              content.conditions(),
              store,
              () ->
                  file.own()
                      ? put(object, replacing(object, content), writer, content.conditions())
                      : newFile(object, content, writer));
      case WriteTarget.LoggedFile file -> throw denied("a file that the log names");
      case WriteTarget.Absence absence -> throw denied("not a file of the caller's");
    };
  }

  private static NewObject replacing(WritableObject object, NewObject content) {
    return content.of(() -> new ReplacingBody(content.body().open(), content.length(), object));
  }

  /** The one place where commits are reviewed. */
  private WrittenObject commit(
      WritableObject object, NewObject content, ObjectStore store, ObjectWriter writer)
      throws IOException, TableUnavailableException {
    requireReadable(content.headers());
    NewObject.Body reviewed = reviewedBody(content.body(), object);
    try (InputStream body = reviewed.open()) {
      // One that is refused costs the store nothing, unless it is too long to wait in memory.
      InputStream approved =
          content.length() <= SHORT_COMMIT
              ? new ByteArrayInputStream(body.readNBytes(SHORT_COMMIT))
              : body;
      WrittenObject written =
          CommitPut.run(store, writer, request(object, content, content.conditions()), approved);
      following.committed(object.sight().table());
      return written;
    }
  }

  /** A commit that clients decode, or that must be brought back first, ends the table for all. */
  private static void requireReadable(Map<String, String> headers) {
    boolean plain =
        !headers.containsKey("content-encoding")
            && headers.getOrDefault("x-amz-storage-class", "STANDARD").equals("STANDARD");
    if (!plain) {
      throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED)
          .because("a commit in an encoding or a storage class");
    }
  }

  private NewObject.Body reviewedBody(NewObject.Body body, WritableObject object)
      throws TableUnavailableException {
    TableAccess sight = object.sight();
    var rights = sight.writing().commitRights(object.target());
    CommitTrial trial = trial(sight.table(), object.target());
    return () ->
        new ReviewedCommit(
            body.open(), sight.table(), rights, settings.indexes(), trial, object.touched());
  }

  private CommitTrial trial(Table table, WriteTarget target) throws TableUnavailableException {
    return target instanceof WriteTarget.Commit(long version)
        ? settings.trials().ofNext(table, version)
        : settings.trials().ofReplacement(table);
  }

  /** A file of which no log knows yet, and nobody else: it becomes the caller's own. */
  private static WrittenObject newFile(
      WritableObject object, NewObject content, ObjectWriter writer) throws IOException {
    try {
      return put(object, content, writer, WriteConditions.IF_ABSENT);
    } catch (StoreException.PreconditionFailed e) {
      throw appeared(e, content.conditions());
    }
  }

  /**
   * What it means that a new file is there after all. Where the condition is ours the client is to
   * try again. Its claim stays, since what is there now may be what it sent itself a moment ago.
   *
   * @param asked the client's own conditions
   */
  static StoreException appeared(StoreException.PreconditionFailed failure, WriteConditions asked) {
    return asked.ifAbsent()
        ? failure
        : new StoreException.Conflict("the file appeared while it was stored");
  }

  private static WrittenObject put(
      WritableObject object, NewObject content, ObjectWriter writer, WriteConditions conditions)
      throws IOException {
    try (InputStream body = content.body().open()) {
      return writer.put(request(object, content, conditions), body);
    }
  }

  private static PutRequest request(
      WritableObject object, NewObject content, WriteConditions conditions) {
    return new PutRequest(
        object.address(), content.length(), content.headers(), conditions, content.trailer());
  }

  private static S3Exception denied(String reason) {
    return new S3Exception(S3ErrorCode.ACCESS_DENIED).because(reason);
  }
}
