package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.ReviewedCommit;
import io.deltas3proxy.access.TableAccess;
import io.deltas3proxy.access.UncommittedFiles.Claim;
import io.deltas3proxy.access.WriteTarget;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.io.InputStream;

/** Stores objects that may be stored, each as its kind demands. */
final class ObjectWriting {

  private final TableIndexes indexes;
  private final CommitFollowing following;

  ObjectWriting(TableIndexes indexes, CommitFollowing following) {
    this.indexes = indexes;
    this.following = following;
  }

  /** Stores an object, whole or not at all. */
  WrittenObject store(WritableObject object, NewObject content, CallerStores stores)
      throws IOException, TableUnavailableException, AccountsUnavailableException {
    ObjectStore store = object.store(stores);
    ObjectWriter writer = store.writer();
    return switch (object.target()) {
      case WriteTarget.Commit commit -> {
        requireConditions(writer);
        yield commit(object, content, writer, WriteConditions.IF_ABSENT);
      }
      case WriteTarget.OverwritingCommit commit -> {
        requireConditions(writer);
        yield commit(object, content, writer, content.conditions());
      }
      case WriteTarget.LogFile file -> put(object, content, writer, content.conditions());
      case WriteTarget.Marker marker -> {
        if (content.length() > 0) {
          throw denied("what stands for a directory has no bytes");
        }
        yield put(object, content, writer, content.conditions());
      }
      case WriteTarget.File file ->
          file.own()
              ? put(object, content, writer, content.conditions())
              : newFile(object, content, store);
    };
  }

  /** Two writers of one version must not both be told that theirs is the one. */
  private static void requireConditions(ObjectWriter writer) {
    if (!writer.hasConditions()) {
      throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED)
          .because("the store has no conditions for writes");
    }
  }

  /** The one place where commits are reviewed. */
  private WrittenObject commit(
      WritableObject object, NewObject content, ObjectWriter writer, WriteConditions conditions)
      throws IOException, TableUnavailableException {
    TableAccess sight = object.sight();
    NewObject reviewed =
        new NewObject(
            content.length(),
            content.headers(),
            conditions,
            content.trailer(),
            reviewedBody(content.body(), sight, object.target()));
    WrittenObject written = put(object, reviewed, writer, conditions);
    following.committed(sight.table());
    return written;
  }

  private NewObject.Body reviewedBody(NewObject.Body body, TableAccess sight, WriteTarget target)
      throws TableUnavailableException {
    var rights = sight.writing().commitRights(target);
    return () -> new ReviewedCommit(body.open(), sight.table(), rights, indexes);
  }

  /** A file of which no log knows yet, and nobody else: it becomes the caller's own. */
  private static WrittenObject newFile(WritableObject object, NewObject content, ObjectStore store)
      throws IOException, AccountsUnavailableException {
    claim(object, content.conditions(), store);
    ObjectWriter writer = store.writer();
    if (!writer.hasConditions()) {
      return put(object, content, writer, content.conditions());
    }
    try {
      return put(object, content, writer, WriteConditions.IF_ABSENT);
    } catch (StoreException.PreconditionFailed e) {
      // The condition is ours: without one of its own the client is to try again. Its claim stays,
      // since what is there now may be what it sent itself a moment ago.
      throw content.conditions().ifAbsent()
          ? e
          : new StoreException.Conflict("the file appeared while it was stored");
    }
  }

  /**
   * Makes a file the caller's that is not there. What is there already never becomes theirs: it may
   * be anybody's.
   */
  static void claim(WritableObject object, WriteConditions asked, ObjectStore store)
      throws StoreException, AccountsUnavailableException {
    if (isThere(object.address(), store)) {
      throw asked.ifAbsent()
          ? new S3Exception(S3ErrorCode.PRECONDITION_FAILED)
          : denied("there is a file of this name that no log names");
    }
    if (asked.ifMatch() != null) {
      throw new S3Exception(S3ErrorCode.PRECONDITION_FAILED);
    }
    if (object.sight().writing().claim(object.address()) == Claim.OTHERS) {
      throw denied("somebody else is storing a file of this name");
    }
  }

  private static boolean isThere(ObjectAddress address, ObjectStore store) throws StoreException {
    try {
      store.head(new ReadRequest(address, null, null, ReadConditions.NONE, false));
      return true;
    } catch (StoreException.NotFound e) {
      return false;
    }
  }

  private static WrittenObject put(
      WritableObject object, NewObject content, ObjectWriter writer, WriteConditions conditions)
      throws IOException {
    PutRequest request =
        new PutRequest(
            object.address(), content.length(), content.headers(), conditions, content.trailer());
    try (InputStream body = content.body().open()) {
      return writer.put(request, body);
    }
  }

  private static S3Exception denied(String reason) {
    return new S3Exception(S3ErrorCode.ACCESS_DENIED).because(reason);
  }
}
