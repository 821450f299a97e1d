package io.deltas3proxy.storage.local;

import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PresignRequest;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Buckets that are the directories in one directory: a store for one machine, without a server. */
public final class BucketDirectories implements ObjectStore {

  /** Example: {@code 2025-datatransfer}. No name leads out of the directory. */
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  private final Path directory;
  private final String prefix;
  private final LocalObjectStore files;
  private final ObjectWriter writer;

  /**
   * @param directory that is there
   * @throws IllegalArgumentException when it is not a readable directory
   */
  public BucketDirectories(Path directory, Clock clock) {
    this.directory = directory.toAbsolutePath().normalize();
    this.prefix = Roots.keyOf(this.directory) + "/";
    this.files = new LocalObjectStore(List.of(this.directory), clock);
    this.writer = new BucketDirectoriesWriter(this, files.writer());
  }

  @Override
  public ReadHead head(ReadRequest request) throws StoreException {
    return files.head(inside(request));
  }

  @Override
  public ObjectContent get(ReadRequest request) throws StoreException {
    return files.get(inside(request));
  }

  private ReadRequest inside(ReadRequest request) throws StoreException {
    return new ReadRequest(
        inside(request.address()),
        request.range(),
        request.partNumber(),
        request.conditions(),
        request.checksumMode());
  }

  /** Where an object is among the files. */
  ObjectAddress inside(ObjectAddress address) throws StoreException {
    return new ObjectAddress("", keysOf(address.bucket()) + address.key());
  }

  private String keysOf(String bucket) throws StoreException {
    requireName(bucket);
    if (!Files.isDirectory(directory.resolve(bucket))) {
      throw new StoreException.NotFound("there is no bucket " + bucket + " in " + directory);
    }
    return prefix + bucket + "/";
  }

  private static void requireName(String bucket) throws StoreException {
    if (!BUCKET.matcher(bucket).matches()) {
      throw new StoreException.NotFound("not a name for a bucket: " + bucket);
    }
  }

  /** The directory of a bucket that may be made. */
  Path directoryOf(String bucket) throws StoreException {
    requireName(bucket);
    return directory.resolve(bucket);
  }

  @Override
  public ListingPage list(ListingRequest request) throws StoreException {
    String keys = keysOf(request.bucket());
    String after = request.startAfter();
    ListingPage page =
        files.list(
            new ListingRequest(
                "",
                keys + request.prefix(),
                request.delimiter(),
                after == null ? null : keys + after,
                request.maxKeys()));
    return new ListingPage(
        page.objects().stream()
            .map(object ->
                new ListedObject(
                    object.key().substring(keys.length()),
                    object.size(),
                    object.eTag(),
                    object.lastModified(),
                    object.storageClass()))
            .toList(),
        page.commonPrefixes().stream().map(group -> group.substring(keys.length())).toList(),
        page.truncated(),
        page.truncated() ? page.nextStartAfter().substring(keys.length()) : "");
  }

  @Override
  public Optional<URI> presignGet(PresignRequest request) {
    return Optional.empty();
  }

  @Override
  public ObjectWriter writer() {
    return writer;
  }

  @Override
  public void close() {
    files.close();
  }
}
