package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PresignRequest;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A store as one set of credentials sees it. Its connections are somebody else's to close. */
final class SignedStore implements ObjectStore {

  private final ObjectReader reader;
  private final ObjectLister lister;
  private final ObjectWriter writer;
  private final BucketAddressing addressing;
  private final RequestSigner signer;

  SignedStore(
      ObjectReader reader,
      ObjectLister lister,
      ObjectWriter writer,
      BucketAddressing addressing,
      RequestSigner signer) {
    this.reader = reader;
    this.lister = lister;
    this.writer = writer;
    this.addressing = addressing;
    this.signer = signer;
  }

  @Override
  public ReadHead head(ReadRequest request) throws StoreException {
    return reader.head(request);
  }

  @Override
  public ObjectContent get(ReadRequest request) throws StoreException {
    return reader.get(request);
  }

  @Override
  public ListingPage list(ListingRequest request) throws StoreException {
    return lister.list(request);
  }

  @Override
  public Optional<URI> presignGet(PresignRequest request) throws StoreException {
    Map<String, String> parameters = new TreeMap<>(request.responseParameters());
    return Optional.of(
        signer.presign(
            addressing.target(request.address()),
            parameters,
            request.signedHeaders(),
            request.lifetime()));
  }

  @Override
  public ObjectWriter writer() {
    return writer;
  }

  @Override
  public void close() {
    // The connections are shared.
  }
}
