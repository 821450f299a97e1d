package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.WriteTarget;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.s3.protocol.CopySource;
import io.deltas3proxy.s3.protocol.ObjectBody;
import io.deltas3proxy.s3.protocol.S3Change;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.CopyRequest;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import io.deltas3proxy.storage.conditional.ConditionalOperation;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Copies objects: by the store where it holds both and nothing of the copy must be looked at, else
 * by reading the one and storing the other.
 */
final class ObjectCopying {

  /** What a copy takes over of its source, beside its metadata. */
  private static final Set<String> KEPT =
      Set.of(
          "content-type",
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-language",
          "expires");

  private static final String METADATA = "x-amz-meta-";

  private final ObjectWriting writing;
  private final WritingSettings settings;

  ObjectCopying(ObjectWriting writing, WritingSettings settings) {
    this.writing = writing;
    this.settings = settings;
  }

  WrittenObject copy(
      ReadableObject source,
      WritableObject target,
      S3Change.CopyObject command,
      CallerStores stores)
      throws IOException, TableUnavailableException, AccountsUnavailableException {
    ObjectDelivery.requireCurrentVersion(command.source().versionId());
    if (source.address().equals(target.address()) && command.headers() == null) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "This copy request is illegal because it is trying to copy an object to itself without"
              + " changing the object's metadata, storage class, website redirect location or"
              + " encryption attributes.");
    }
    try {
      return isWithinStore(source, target, stores)
          ? byStore(source, target, command, stores)
          : byReading(source, target, command, stores);
    } catch (StoreException.NotModified e) {
      throw new S3Exception(S3ErrorCode.PRECONDITION_FAILED);
    }
  }

  /**
   * Whether the store can copy by itself: a commit is reviewed as it passes, what is read through a
   * view is not what is stored, and what one set of credentials may read another may not.
   */
  static boolean isWithinStore(ReadableObject source, WritableObject target, CallerStores stores)
      throws StoreException, TableUnavailableException {
    boolean reviewed =
        switch (target.target()) {
          case WriteTarget.Commit commit -> true;
          case WriteTarget.OverwritingCommit commit -> true;
          case WriteTarget.Marker marker -> true;
          case WriteTarget.LogFile file -> false;
          case WriteTarget.File file -> false;
          case WriteTarget.LoggedFile file -> true;
          case WriteTarget.Absence absence -> true;
        };
    Table from = source.sight().table();
    Table to = target.sight().table();
    return !reviewed
        && !from.filtered()
        && from.location().storeName().equals(to.location().storeName())
        && (from.alias().equals(to.alias()) || source.store(stores).equals(target.store(stores)));
  }

  private WrittenObject byStore(
      ReadableObject source,
      WritableObject target,
      S3Change.CopyObject command,
      CallerStores stores)
      throws IOException, TableUnavailableException, AccountsUnavailableException {
    ObjectStore store = target.store(stores);
    WriteConditions asked = command.conditions();
    if (!(target.target() instanceof WriteTarget.File(boolean own))) {
      return copied(source, target, command, asked, store);
    }
    return FileUse.during(
        target,
        asked,
        store,
        () ->
            own
                ? copiedOver(source, target, command, store)
                : copiedNew(source, target, command, store));
  }

  private WrittenObject copiedOver(
      ReadableObject source, WritableObject target, S3Change.CopyObject command, ObjectStore store)
      throws StoreException {
    target.requireStillOwn();
    return copied(source, target, command, command.conditions(), store);
  }

  private WrittenObject copiedNew(
      ReadableObject source, WritableObject target, S3Change.CopyObject command, ObjectStore store)
      throws StoreException {
    try {
      return copied(source, target, command, WriteConditions.IF_ABSENT, store);
    } catch (StoreException.PreconditionFailed e) {
      // It may be a condition on the source that does not hold.
      throw FileUse.isThere(target.address(), store)
          ? ObjectWriting.appeared(e, command.conditions())
          : e;
    }
  }

  private WrittenObject copied(
      ReadableObject source,
      WritableObject target,
      S3Change.CopyObject command,
      WriteConditions conditions,
      ObjectStore store)
      throws StoreException {
    return settings
        .writer(target.sight().table(), store, ConditionalOperation.COPY, conditions)
        .copy(
            new CopyRequest(
                source.address(),
                target.address(),
                null,
                command.source().conditions(),
                command.headers(),
                conditions));
  }

  private WrittenObject byReading(
      ReadableObject source,
      WritableObject target,
      S3Change.CopyObject command,
      CallerStores stores)
      throws IOException, TableUnavailableException, AccountsUnavailableException {
    try (ObjectContent content = open(source, command.source(), null, stores)) {
      requireCopyable(content.head().length());
      Map<String, String> headers = command.headers();
      return writing.store(
          target,
          new NewObject(
              content.head().length(),
              headers == null ? kept(content.head().info().headers()) : headers,
              command.conditions(),
              null,
              () -> new SourceBody(content)),
          stores);
    }
  }

  /** Opens what is to be copied. */
  private static ObjectContent open(
      ReadableObject source,
      CopySource asked,
      ByteRange.@Nullable Bounded range,
      CallerStores stores)
      throws StoreException, TableUnavailableException {
    return source
        .store(stores)
        .get(new ReadRequest(source.address(), range, null, asked.conditions(), false));
  }

  /**
   * Opens what is to become a part.
   *
   * @throws StoreException.RangeNotSatisfiable if not all of the range is inside the source
   */
  static ObjectContent openPart(
      ReadableObject source,
      CopySource asked,
      ByteRange.@Nullable Bounded range,
      CallerStores stores)
      throws IOException, TableUnavailableException {
    if (range != null) {
      requireCopyable(range.last() - range.first() + 1);
    }
    ObjectContent content = open(source, asked, range, stores);
    try {
      long size = content.head().info().size();
      if (range != null && range.last() >= size) {
        throw new StoreException.RangeNotSatisfiable(size);
      }
      requireCopyable(content.head().length());
      return content;
    } catch (IOException | S3Exception e) {
      content.close();
      throw e;
    }
  }

  private static void requireCopyable(long length) {
    if (length > ObjectBody.MOST_BYTES) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "The specified copy source is larger than the maximum allowable size for a copy source: "
              + ObjectBody.MOST_BYTES);
    }
  }

  private static Map<String, String> kept(Map<String, String> headers) {
    Map<String, String> kept = new HashMap<>();
    headers.forEach((name, value) -> {
      if (KEPT.contains(name) || name.startsWith(METADATA)) {
        kept.put(name, value);
      }
    });
    return kept;
  }
}
