package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.GatewayObjects;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.ObjectPut;
import io.deltas3proxy.gateway.RefusedPlacementException;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.Upload;
import io.deltas3proxy.gateway.UploadedPart;
import io.deltas3proxy.gateway.VersionBody;
import io.deltas3proxy.gateway.VersionLockedException;
import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.UploadCompletion;
import io.deltas3proxy.storage.WriteConditions;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Objects whose bytes are on several backends, and all else in the metadata. */
public final class StoredObjects implements GatewayObjects {

  private final ObjectPorts ports;
  private final VersionNames names;
  private final ObjectReading reading;
  private final ObjectWriting writing;
  private final ObjectCopying copying;
  private final UploadCreation creation;
  private final PartWriting parts;
  private final PartCopying partCopying;
  private final UploadEnding uploadEnding;
  private final Collection collection;

  public StoredObjects(ObjectPorts ports, ObjectSettings settings, Clock clock) {
    this.ports = ports;
    this.names = new VersionNames(clock);
    Duration delay = settings.times().delay();
    VersionBeginning beginning = new VersionBeginning(ports, settings, names, clock);
    VersionEnding ending = new VersionEnding(ports.versions(), clock);
    this.reading =
        new ObjectReading(
            new ReplicaOrder(ports.backends(), settings.zone()),
            new ReplicaTrouble(ports.versions(), ports.jobs()));
    this.writing = new ObjectWriting(beginning, ending, delay);
    this.copying = new ObjectCopying(reading, beginning, ending, writing);
    UploadSearch search = new UploadSearch(ports, settings);
    this.creation = new UploadCreation(ports, beginning, clock);
    this.parts = new PartWriting(ports.uploads(), search, delay, clock);
    this.partCopying = new PartCopying(reading, search, parts);
    this.uploadEnding = new UploadEnding(ports.uploads(), search, beginning, ending, writing);
    this.collection = new Collection(ports, clock, settings.times().uploadLifetime());
  }

  @Override
  public StoredVersion put(ObjectPut request, InputStream body)
      throws IOException, RefusedPlacementException, MetadataUnavailableException {
    return writing.put(request, body);
  }

  @Override
  public StoredVersion copy(ObjectPut request, StoredVersion source)
      throws IOException, RefusedPlacementException, MetadataUnavailableException {
    return copying.copy(request, source);
  }

  @Override
  public Optional<StoredVersion> find(String bucket, String key, @Nullable String versionId)
      throws MetadataUnavailableException {
    return versionId == null
        ? ports.versions().latest(bucket, key)
        : ports.versions().version(bucket, key, versionId);
  }

  @Override
  public VersionBody open(StoredVersion version, ByteRange.@Nullable Bounded range)
      throws StoreException {
    return reading.open(version, range);
  }

  @Override
  public StoredVersion mark(
      GatewayBucket bucket, String key, String owner, WriteConditions conditions)
      throws StoreException, MetadataUnavailableException {
    return ports.versions().mark(bucket.name(), key, names.next(), owner, conditions);
  }

  @Override
  public Optional<StoredVersion> delete(
      GatewayBucket bucket, String key, String versionId, boolean bypassGovernance)
      throws VersionLockedException, MetadataUnavailableException {
    return ports.versions().delete(bucket.name(), key, versionId, bypassGovernance);
  }

  @Override
  public Upload createUpload(ObjectPut request)
      throws StoreException, RefusedPlacementException, MetadataUnavailableException {
    return creation.create(request);
  }

  @Override
  public UploadedPart putPart(String uploadId, int number, ObjectPut request, InputStream body)
      throws IOException, RefusedPlacementException, MetadataUnavailableException {
    return parts.put(uploadId, number, request, body);
  }

  @Override
  public UploadedPart copyPart(
      String uploadId,
      int number,
      ObjectPut request,
      StoredVersion source,
      ByteRange.@Nullable Bounded range)
      throws IOException, RefusedPlacementException, MetadataUnavailableException {
    return partCopying.copy(uploadId, number, request, source, range);
  }

  @Override
  public StoredVersion completeUpload(
      ObjectPut.Target target,
      String uploadId,
      List<UploadCompletion.Part> named,
      WriteConditions conditions)
      throws IOException, RefusedPlacementException, MetadataUnavailableException {
    return uploadEnding.complete(target, uploadId, named, conditions);
  }

  @Override
  public void abortUpload(ObjectPut.Target target, String uploadId)
      throws StoreException, MetadataUnavailableException {
    uploadEnding.abort(target, uploadId);
  }

  @Override
  public int collect(int most) throws MetadataUnavailableException {
    return collection.run(most);
  }
}
