package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.WriteTarget;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.s3.protocol.CopySource;
import io.deltas3proxy.s3.protocol.S3Change;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.CopyRequest;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
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
      return isWithinStore(source, target)
          ? byStore(source, target, command, stores)
          : byReading(source, target, command, stores);
    } catch (StoreException.NotModified e) {
      throw new S3Exception(S3ErrorCode.PRECONDITION_FAILED);
    }
  }

  /** A commit is reviewed as it passes, and what is read through a view is not what is stored. */
  static boolean isWithinStore(ReadableObject source, WritableObject target) {
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
    String held = source.sight().table().location().storeName();
    return !reviewed
        && !source.sight().table().filtered()
        && held.equals(target.sight().table().location().storeName());
  }

  private WrittenObject byStore(
      ReadableObject source,
      WritableObject target,
      S3Change.CopyObject command,
      CallerStores stores)
      throws IOException, TableUnavailableException, AccountsUnavailableException {
    ObjectStore store = target.store(stores);
    ObjectWriter writer = settings.writer(target.sight().table(), store);
    WriteConditions conditions = command.conditions();
    if (!(target.target() instanceof WriteTarget.File(boolean own))) {
      return writer.copy(request(source, target, command, conditions));
    }
    CopyRequest copy =
        request(source, target, command, own ? conditions : WriteConditions.IF_ABSENT);
    return FileUse.during(target, conditions, store, () -> writer.copy(copy));
  }

  private static CopyRequest request(
      ReadableObject source,
      WritableObject target,
      S3Change.CopyObject command,
      WriteConditions conditions) {
    return new CopyRequest(
        source.address(),
        target.address(),
        null,
        command.source().conditions(),
        command.headers(),
        conditions);
  }

  private WrittenObject byReading(
      ReadableObject source,
      WritableObject target,
      S3Change.CopyObject command,
      CallerStores stores)
      throws IOException, TableUnavailableException, AccountsUnavailableException {
    try (ObjectContent content = open(source, command.source(), null, stores)) {
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
  static ObjectContent open(
      ReadableObject source,
      CopySource asked,
      ByteRange.@Nullable Bounded range,
      CallerStores stores)
      throws StoreException, TableUnavailableException {
    return source
        .store(stores)
        .get(new ReadRequest(source.address(), range, null, asked.conditions(), false));
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
