package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.StoreException;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** ListMultipartUploads of one object. */
record UploadLister(S3Client client, AwsCredentialsProvider credentials) {

  List<String> list(ObjectAddress address) throws StoreException {
    String what = "the uploads of " + address;
    try {
      return client
          .listMultipartUploads(
              ListMultipartUploadsRequest.builder()
                  .bucket(address.bucket())
                  .prefix(address.key())
                  .overrideConfiguration(override -> override.credentialsProvider(credentials))
                  .build())
          .uploads()
          .stream()
          .filter(upload -> address.key().equals(upload.key()))
          .map(MultipartUpload::uploadId)
          .toList();
    } catch (S3Exception e) {
      throw switch (e.statusCode()) {
        case 401, 403 -> new StoreException.Denied(what);
        case 404 -> new StoreException.NotFound(what);
        case 405, 501 -> new StoreException.Unsupported(what);
        case 429, 503 -> new StoreException.Throttled(what);
        default -> new StoreException.Unavailable(what, e);
      };
    } catch (SdkException e) {
      throw new StoreException.Unavailable(what, e);
    }
  }
}
