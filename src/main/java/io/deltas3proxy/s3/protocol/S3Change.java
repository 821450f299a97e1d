package io.deltas3proxy.s3.protocol;

import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.WriteConditions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request asks for that would change something: one record per operation. */
public sealed interface S3Change extends S3Command
    permits S3VersionChange,
        S3Change.PutObject,
        S3Change.CopyObject,
        S3Change.DeleteObject,
        S3Change.DeleteObjects,
        S3Change.CreateMultipartUpload,
        S3Change.UploadPart,
        S3Change.UploadPartCopy,
        S3Change.CompleteMultipartUpload,
        S3Change.AbortMultipartUpload,
        S3Change.PutObjectTagging,
        S3Change.DeleteObjectTagging,
        S3Change.Unserved {

  /** What would change; the bucket alone where several objects would. */
  S3Target target();

  WriteAction action();

  @Override
  default String operation() {
    return action().operation();
  }

  /** {@code PUT} of an object. */
  record PutObject(S3Target target, ObjectBody body, WriteConditions conditions)
      implements S3Change {
    @Override
    public WriteAction action() {
      return WriteAction.PUT_OBJECT;
    }
  }

  /**
   * {@code PUT} of an object with {@code x-amz-copy-source}.
   *
   * @param headers of the copy; {@code null} for those of the source
   */
  record CopyObject(
      S3Target target,
      CopySource source,
      @Nullable Map<String, String> headers,
      WriteConditions conditions)
      implements S3Change {
    public CopyObject {
      headers = headers == null ? null : Map.copyOf(headers);
    }

    @Override
    public WriteAction action() {
      return WriteAction.COPY_OBJECT;
    }
  }

  /**
   * {@code DELETE} of an object.
   *
   * @param ifMatch the entity tag that it must have, as sent, or {@code *}; {@code null} for any,
   *     there or not
   */
  record DeleteObject(S3Target target, @Nullable String ifMatch) implements S3Change {
    @Override
    public WriteAction action() {
      return WriteAction.DELETE_OBJECT;
    }
  }

  /** {@code POST} of a bucket with {@code ?delete}; which objects, the body says. */
  record DeleteObjects(S3Target target, DocumentBody body) implements S3Change {
    @Override
    public WriteAction action() {
      return WriteAction.DELETE_OBJECTS;
    }
  }

  /**
   * {@code POST} of an object with {@code ?uploads}.
   *
   * @param headers of the object, as those of {@link ObjectBody}
   */
  record CreateMultipartUpload(S3Target target, Map<String, String> headers) implements S3Change {
    public CreateMultipartUpload {
      headers = Map.copyOf(headers);
    }

    @Override
    public WriteAction action() {
      return WriteAction.CREATE_MULTIPART_UPLOAD;
    }
  }

  /** {@code PUT} of an object with {@code uploadId} and {@code partNumber}. */
  record UploadPart(S3Target target, UploadedPart part, ObjectBody body) implements S3Change {
    @Override
    public WriteAction action() {
      return WriteAction.UPLOAD_PART;
    }
  }

  /**
   * The same with {@code x-amz-copy-source}.
   *
   * @param range of the source; {@code null} for all of it
   */
  record UploadPartCopy(
      S3Target target, UploadedPart part, CopySource source, ByteRange.@Nullable Bounded range)
      implements S3Change {
    @Override
    public WriteAction action() {
      return WriteAction.UPLOAD_PART_COPY;
    }
  }

  /**
   * {@code POST} of an object with {@code uploadId}; of which parts it is made, the body says.
   *
   * @param headers checksums of the whole object, lower-case names
   */
  record CompleteMultipartUpload(
      S3Target target,
      String uploadId,
      DocumentBody body,
      Map<String, String> headers,
      WriteConditions conditions)
      implements S3Change {
    public CompleteMultipartUpload {
      headers = Map.copyOf(headers);
    }

    @Override
    public WriteAction action() {
      return WriteAction.COMPLETE_MULTIPART_UPLOAD;
    }
  }

  /** {@code DELETE} of an object with {@code uploadId}. */
  record AbortMultipartUpload(S3Target target, String uploadId) implements S3Change {
    @Override
    public WriteAction action() {
      return WriteAction.ABORT_MULTIPART_UPLOAD;
    }
  }

  /** {@code PUT} of an object with {@code ?tagging}; the body is the tags. */
  record PutObjectTagging(S3Target target, DocumentBody body) implements S3Change {
    @Override
    public WriteAction action() {
      return WriteAction.PUT_OBJECT_TAGGING;
    }
  }

  /** {@code DELETE} of an object with {@code ?tagging}. */
  record DeleteObjectTagging(S3Target target) implements S3Change {
    @Override
    public WriteAction action() {
      return WriteAction.DELETE_OBJECT_TAGGING;
    }
  }

  /** What is not served, or, where nothing may be changed, was not read any further. */
  record Unserved(S3Target target, WriteAction action) implements S3Change {}
}
