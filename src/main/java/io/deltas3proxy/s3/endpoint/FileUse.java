package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.WriteTarget;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a file its writer's while it is stored, and lets its name go where it is certain that
 * nothing was. A process that dies in between, or an answer that is lost, leaves it the writer's.
 */
final class FileUse {

  private static final Logger LOG = LoggerFactory.getLogger(FileUse.class);

  /** Stores the file. */
  @FunctionalInterface
  interface Storing {
    WrittenObject run() throws IOException, TableUnavailableException, AccountsUnavailableException;
  }

  private FileUse() {}

  /**
   * Stores a file that is the caller's, or becomes so.
   *
   * @param asked the conditions of the client
   */
  static WrittenObject during(
      WritableObject object, WriteConditions asked, ObjectStore store, Storing storing)
      throws IOException, TableUnavailableException, AccountsUnavailableException {
    begin(object, asked, store);
    WrittenObject written;
    try {
      written = storing.run();
    } catch (StoreException.Indeterminate e) {
      throw e;
    } catch (StoreException.PreconditionFailed | StoreException.Conflict e) {
      // Something is there: it may be what the same client sent a moment ago.
      end(object, true);
      throw e;
    } catch (IOException
        | TableUnavailableException
        | AccountsUnavailableException
        | S3Exception e) {
      end(object, false);
      throw e;
    }
    end(object, true);
    return written;
  }

  /**
   * Makes a file the caller's that is not there, or begins to use one that is theirs. What is there
   * already never becomes theirs: it may be anybody's.
   */
  static void begin(WritableObject object, WriteConditions asked, ObjectStore store)
      throws StoreException, AccountsUnavailableException {
    if (object.target() instanceof WriteTarget.File(boolean own) && own) {
      if (!object.sight().writing().use(object.address())) {
        throw new StoreException.Conflict("the file was deleted a moment ago");
      }
      return;
    }
    if (isThere(object.address(), store)) {
      throw asked.ifAbsent()
          ? new S3Exception(S3ErrorCode.PRECONDITION_FAILED)
          : denied("there is a file of this name that no log names");
    }
    if (asked.ifMatch() != null) {
      throw new S3Exception(S3ErrorCode.PRECONDITION_FAILED);
    }
    switch (object.sight().writing().claim(object.address())) {
      case NEW, OWN -> {}
      case OTHERS -> throw denied("somebody else is storing a file of this name");
      case TOO_MANY ->
          throw new S3Exception(S3ErrorCode.QUOTA_EXCEEDED)
              .because("more uncommitted files of one writer than writes.maxUncommittedFiles");
    }
  }

  static boolean isThere(ObjectAddress address, ObjectStore store) throws StoreException {
    try {
      store.head(new ReadRequest(address, null, null, ReadConditions.NONE, false));
      return true;
    } catch (StoreException.NotFound e) {
      return false;
    }
  }

  /**
   * What was begun has ended. That this is not kept changes nothing of the answer: the file stays
   * the caller's.
   *
   * @param stored whether something may be there
   */
  static void end(WritableObject object, boolean stored) {
    try {
      object.sight().writing().end(List.of(object.address()), stored);
    } catch (AccountsUnavailableException e) {
      LOG.warn("A file stays claimed until its time is over: {}", e.getMessage());
    }
  }

  private static S3Exception denied(String reason) {
    return new S3Exception(S3ErrorCode.ACCESS_DENIED).because(reason);
  }
}
