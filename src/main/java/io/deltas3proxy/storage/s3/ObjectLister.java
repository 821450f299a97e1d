package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.KeyOrder;
import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.StoreException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists by ListObjectsV2, each page from a key: nothing is kept between pages. */
final class ObjectLister {

  private static final String STANDARD = "STANDARD";
  private static final int MOST_EMPTY_PAGES = 100;

  private final S3Client client;
  private final AwsCredentialsProvider credentials;

  /**
   * @param credentials that listings are signed with, whatever those of the client are
   */
  ObjectLister(S3Client client, AwsCredentialsProvider credentials) {
    this.client = client;
    this.credentials = credentials;
  }

  ListingPage list(ListingRequest request) throws StoreException {
    ListObjectsV2Response answer = firstWithEntries(request);
    String startAfter = request.startAfter();
    List<ListedObject> objects =
        answer.contents().stream()
            .filter(object -> isAfter(object.key(), startAfter))
            .map(ObjectLister::listed)
            .toList();
    List<String> prefixes =
        answer.commonPrefixes().stream()
            .map(CommonPrefix::prefix)
            .filter(prefix -> isAfter(prefix, startAfter))
            .toList();
    if (!answer.isTruncated()) {
      return new ListingPage(objects, prefixes, false, "");
    }
    String next = nextStartAfter(answer);
    if (!isAfter(next, startAfter)) {
      throw new StoreException.Unavailable("a listing that does not go on after " + startAfter);
    }
    return new ListingPage(objects, prefixes, true, next);
  }

  /** A server may give pages without entries in between, which no key could continue. */
  private ListObjectsV2Response firstWithEntries(ListingRequest request) throws StoreException {
    String token = null;
    for (int page = 0; page < MOST_EMPTY_PAGES; page++) {
      ListObjectsV2Response answer = ask(request, token);
      if (answer.isTruncated() == null) {
        throw new StoreException.Unavailable("a listing that does not say whether it is whole");
      }
      if (!answer.contents().stream().allMatch(ObjectLister::isWhole)) {
        throw new StoreException.Unavailable(
            "a listing with an entry that lacks its size, entity tag or time");
      }
      boolean empty = answer.contents().isEmpty() && answer.commonPrefixes().isEmpty();
      if (!answer.isTruncated() || !empty) {
        return answer;
      }
      token = answer.nextContinuationToken();
      if (token == null) {
        throw new StoreException.Unavailable("a listing that cannot be continued");
      }
    }
    throw new StoreException.Unavailable("a listing of nothing but empty pages");
  }

  private ListObjectsV2Response ask(ListingRequest request, @Nullable String token)
      throws StoreException {
    try {
      return client.listObjectsV2(
          ListObjectsV2Request.builder()
              .bucket(request.bucket())
              .prefix(request.prefix())
              .delimiter(request.delimiter())
              .startAfter(request.startAfter())
              .continuationToken(token)
              .maxKeys(request.maxKeys())
              .encodingType(EncodingType.URL)
              .overrideConfiguration(override -> override.credentialsProvider(credentials))
              .build());
    } catch (NoSuchBucketException e) {
      throw new StoreException.NotFound("no such bucket: " + request.bucket());
    } catch (S3Exception e) {
      throw asStoreException(e, request.bucket());
    } catch (SdkException e) {
      throw new StoreException.Unavailable("cannot list " + request.bucket(), e);
    }
  }

  private static StoreException asStoreException(S3Exception failure, String bucket) {
    String what = "cannot list " + bucket + ": " + failure.getMessage();
    return switch (failure.statusCode()) {
      case 401, 403 -> new StoreException.Denied(what);
      case 404 -> new StoreException.NotFound(what);
      case 429, 503 -> new StoreException.Throttled(what);
      default -> new StoreException.Unavailable(what, failure);
    };
  }

  /**
   * Servers differ in whether they repeat a common prefix after itself; the greatest character
   * after it leaves everything below it behind.
   */
  private static String nextStartAfter(ListObjectsV2Response answer) {
    String lastKey = answer.contents().isEmpty() ? "" : answer.contents().getLast().key();
    String lastPrefix =
        answer.commonPrefixes().isEmpty() ? "" : answer.commonPrefixes().getLast().prefix();
    return KeyOrder.UTF_8.compare(lastKey, lastPrefix) > 0
        ? lastKey
        : lastPrefix + KeyOrder.GREATEST_CHARACTER;
  }

  private static boolean isAfter(String entry, @Nullable String startAfter) {
    return startAfter == null || KeyOrder.UTF_8.compare(entry, startAfter) > 0;
  }

  /** Whether an entry says all that a later HEAD must agree with. */
  private static boolean isWhole(S3Object object) {
    return object.key() != null
        && object.size() != null
        && object.eTag() != null
        && object.lastModified() != null;
  }

  private static ListedObject listed(S3Object object) {
    Instant modified = object.lastModified();
    return new ListedObject(
        object.key(),
        object.size(),
        AnswerReader.quoted(object.eTag()),
        modified.truncatedTo(ChronoUnit.SECONDS),
        Optional.ofNullable(object.storageClassAsString()).orElse(STANDARD));
  }
}
