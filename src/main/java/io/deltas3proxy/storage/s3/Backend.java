package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.SignedRead;
import java.time.Clock;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;

/** What all views of one store share, whoever signs. */
record Backend(
    BackendConnections connections,
    S3Client client,
    BucketAddressing addressing,
    Retries retries,
    String region,
    Clock clock) {

  /** The store as the proxy's own credentials see it. */
  ObjectStore signedBy(AwsCredentialsProvider credentials) {
    return signed(credentials, false);
  }

  /** The store as a caller's credentials see it. */
  ObjectStore forCaller(AwsCredentialsProvider credentials) {
    return new CallerStore(signed(credentials, true));
  }

  private ObjectStore signed(AwsCredentialsProvider credentials, boolean forCaller) {
    RequestSigner signer = new RequestSigner(credentials, region, clock);
    SignedMessages messages = new SignedMessages(addressing, signer);
    return new SignedStore(
        new ObjectReader(connections, retries, messages, messages),
        new ObjectLister(client, credentials),
        writer(signer, credentials, forCaller),
        addressing,
        signer);
  }

  private ObjectWriter writer(
      RequestSigner signer, AwsCredentialsProvider credentials, boolean forCaller) {
    return new S3ObjectWriter(
        new CallSender(connections, retries, new CallMessages(addressing, signer), forCaller),
        new BucketCreation(client, credentials),
        new UploadLister(client, credentials));
  }

  /** The store as a caller sees it who signed one read, and has these credentials. */
  ObjectStore passing(SignedRead read, AwsCredentialsProvider credentials) {
    RequestSigner signer = new RequestSigner(credentials, region, clock);
    return new CallerStore(
        new PassedStore(
            new ObjectReader(
                connections,
                retries,
                new PassedMessages(addressing, read, clock),
                new SignedMessages(addressing, signer)),
            new ObjectLister(client, credentials),
            writer(signer, credentials, true)));
  }
}
