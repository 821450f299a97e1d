package io.deltas3proxy.s3.protocol;

/** What a request that would change something is called. */
public enum WriteAction {
  PUT_OBJECT("PutObject"),
  COPY_OBJECT("CopyObject"),
  DELETE_OBJECT("DeleteObject"),
  DELETE_OBJECTS("DeleteObjects"),
  CREATE_MULTIPART_UPLOAD("CreateMultipartUpload"),
  UPLOAD_PART("UploadPart"),
  UPLOAD_PART_COPY("UploadPartCopy"),
  COMPLETE_MULTIPART_UPLOAD("CompleteMultipartUpload"),
  ABORT_MULTIPART_UPLOAD("AbortMultipartUpload"),
  PUT_OBJECT_TAGGING("PutObjectTagging"),
  DELETE_OBJECT_TAGGING("DeleteObjectTagging"),
  POST_OBJECT("PostObject"),
  CREATE_BUCKET("CreateBucket"),
  DELETE_BUCKET("DeleteBucket"),
  PUT_OBJECT_RETENTION("PutObjectRetention"),
  PUT_OBJECT_LEGAL_HOLD("PutObjectLegalHold"),
  PUT_BUCKET_VERSIONING("PutBucketVersioning"),
  PUT_OBJECT_LOCK_CONFIGURATION("PutObjectLockConfiguration"),
  /** A change of a configuration, a lock or another side of a bucket or an object. */
  CHANGE_SUBRESOURCE("ChangeSubresource");

  private final String operation;

  WriteAction(String operation) {
    this.operation = operation;
  }

  /** S3's name. */
  public String operation() {
    return operation;
  }
}
