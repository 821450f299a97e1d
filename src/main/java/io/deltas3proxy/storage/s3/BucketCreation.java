package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.StoreException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * HeadBucket, and CreateBucket where there is none: servers differ in what they say when a bucket
 * is made twice; and DeleteBucket.
 */
record BucketCreation(S3Client client, AwsCredentialsProvider credentials) {

  boolean create(String bucket) throws StoreException {
    if (isThere(bucket)) {
      return false;
    }
    try {
      client.createBucket(
          CreateBucketRequest.builder()
              .bucket(bucket)
              .overrideConfiguration(override -> override.credentialsProvider(credentials))
              .build());
      return true;
    } catch (BucketAlreadyOwnedByYouException e) {
      return false;
    } catch (S3Exception e) {
      throw failure(bucket, e);
    } catch (SdkException e) {
      throw new StoreException.Indeterminate("bucket " + bucket + " may have been made", e);
    }
  }

  boolean delete(String bucket) throws StoreException {
    try {
      client.deleteBucket(
          DeleteBucketRequest.builder()
              .bucket(bucket)
              .overrideConfiguration(override -> override.credentialsProvider(credentials))
              .build());
      return true;
    } catch (NoSuchBucketException e) {
      return false;
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        return false;
      }
      if (e.statusCode() == 409) {
        throw new StoreException.Conflict("bucket " + bucket + " is not empty");
      }
      throw failure(bucket, e);
    } catch (SdkException e) {
      throw new StoreException.Indeterminate("bucket " + bucket + " may be gone", e);
    }
  }

  private boolean isThere(String bucket) throws StoreException {
    try {
      client.headBucket(
          HeadBucketRequest.builder()
              .bucket(bucket)
              .overrideConfiguration(override -> override.credentialsProvider(credentials))
              .build());
      return true;
    } catch (NoSuchBucketException e) {
      return false;
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        return false;
      }
      throw failure(bucket, e);
    } catch (SdkException e) {
      throw new StoreException.Unavailable("no answer about bucket " + bucket, e);
    }
  }

  private static StoreException failure(String bucket, S3Exception e) {
    String what = e.statusCode() + " for bucket " + bucket;
    return switch (e.statusCode()) {
      case 401, 403, 409 -> new StoreException.Denied(what);
      case 400 -> new StoreException.Invalid(StoreException.Invalid.Fault.INVALID_REQUEST, what);
      case 405, 501 -> new StoreException.Unsupported(what);
      case 429, 503 -> new StoreException.Throttled(what);
      default -> new StoreException.Unavailable(what, e);
    };
  }
}
