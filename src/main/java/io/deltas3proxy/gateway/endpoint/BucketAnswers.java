package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.access.Caller;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.gateway.Backend;
import io.deltas3proxy.gateway.Backends;
import io.deltas3proxy.gateway.Buckets;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.Retention;
import io.deltas3proxy.s3.protocol.DefaultRetention;
import io.deltas3proxy.s3.protocol.LockConfiguration;
import io.deltas3proxy.s3.protocol.S3Command;
import io.deltas3proxy.s3.protocol.S3Documents;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.s3.protocol.S3VersionChange;
import io.deltas3proxy.s3.protocol.VersionDocuments;
import io.deltas3proxy.s3.protocol.VersionRequests;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what is asked of buckets, and makes and ends them. */
final class BucketAnswers {

  private static final Logger LOG = LoggerFactory.getLogger(BucketAnswers.class);

  private final GatewayRights rights;
  private final BucketNames names;
  private final Backends backends;
  private final FaceSettings settings;

  BucketAnswers(GatewayRights rights, BucketNames names, Backends backends, FaceSettings settings) {
    this.rights = rights;
    this.names = names;
    this.backends = backends;
    this.settings = settings;
  }

  void list(GatewayCall call, S3Command.ListBuckets command)
      throws IOException, AccountsUnavailableException, MetadataUnavailableException {
    Caller caller = call.caller();
    List<String> visible = new ArrayList<>();
    for (GatewayBucket bucket : rights.visible(caller)) {
      String region = command.region();
      if (bucket.name().startsWith(command.prefix())
          && (region == null || region.equals(settings.region()))) {
        visible.add(bucket.name());
      }
    }
    call.document(S3Documents.buckets(visible, settings.region()));
  }

  void head(GatewayCall call) {
    call.header("x-amz-bucket-region", settings.region());
    call.response().setContentType("application/xml");
  }

  /** What was asked for when it was made; S3 says nothing for its first region. */
  void location(GatewayCall call) throws IOException {
    List<Location> locations = call.bucket().locations();
    call.document(
        S3Documents.location(locations.isEmpty() ? settings.region() : constraint(locations)));
  }

  private static String constraint(List<Location> locations) {
    return locations.stream()
        .map(location -> location.code().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(","));
  }

  void versioning(GatewayCall call) throws IOException {
    call.document(VersionDocuments.versioning());
  }

  void putVersioning(GatewayCall call, S3VersionChange.PutBucketVersioning command)
      throws IOException {
    if (!VersionRequests.versioning(call.body().document(command.body()))) {
      throw new S3Exception(
          S3ErrorCode.INVALID_BUCKET_STATE,
          "Versions are always kept here, so versioning cannot be suspended.");
    }
    call.done();
  }

  void lockConfiguration(GatewayCall call) throws IOException {
    call.document(VersionDocuments.lockConfiguration(lockOf(call.bucket())));
  }

  /** Who may write may lock more; to lock less takes what passing over a lock takes. */
  void putLock(GatewayCall call, S3VersionChange.PutObjectLockConfiguration command)
      throws IOException, MetadataUnavailableException {
    DefaultRetention asked =
        VersionRequests.lockConfiguration(call.body().document(command.body())).retention();
    GatewayBucket.DefaultRetention wanted =
        asked == null
            ? null
            : new GatewayBucket.DefaultRetention(Locks.mode(asked.mode()), asked.days());
    if (isLess(wanted, call.bucket().defaultRetention())) {
      call.cleared().when(call.cleared().rights().allowsAll(GatewayPrivilege.BYPASS_RETENTION));
    }
    boolean locked =
        switch (names) {
          case BucketNames.Fixed fixed -> false;
          case BucketNames.Mapped mapped -> mapped.buckets().lock(call.bucket().name(), wanted);
        };
    if (!locked) {
      throw lasting();
    }
    call.done();
  }

  private static boolean isLess(
      GatewayBucket.@Nullable DefaultRetention wanted,
      GatewayBucket.@Nullable DefaultRetention present) {
    return present != null
        && (wanted == null
            || wanted.days() < present.days()
            || (present.mode() == Retention.Mode.COMPLIANCE
                && wanted.mode() != Retention.Mode.COMPLIANCE));
  }

  private static LockConfiguration lockOf(GatewayBucket bucket) {
    if (!bucket.objectLock()) {
      throw new S3Exception(S3ErrorCode.OBJECT_LOCK_CONFIGURATION_NOT_FOUND);
    }
    GatewayBucket.DefaultRetention retention = bucket.defaultRetention();
    return new LockConfiguration(
        retention == null
            ? null
            : new DefaultRetention(Locks.mode(retention.mode()), retention.days(), false));
  }

  /** Makes a bucket, where each has its name; else the one that is meant is there already. */
  void create(GatewayCall call, S3VersionChange.CreateBucket command)
      throws IOException, MetadataUnavailableException {
    String name = command.target().bucket();
    Optional<String> constraint =
        VersionRequests.location(call.body().document(command.body()))
            .filter(text -> !text.equals(settings.region()));
    GatewayBucket bucket =
        switch (names) {
          case BucketNames.Fixed fixed -> sameAs(fixed.bucket(), constraint, command.objectLock());
          case BucketNames.Mapped mapped ->
              wanted(mapped.buckets(), name, constraint, command.objectLock());
        };
    List<Backend> places = made(bucket);
    // Last, so that whoever asks again after a failure does not hear that it is there.
    if (names instanceof BucketNames.Mapped mapped && !mapped.buckets().create(bucket)) {
      throw new S3Exception(S3ErrorCode.BUCKET_ALREADY_OWNED_BY_YOU);
    }
    call.header("Location", "/" + name);
    call.header("X-Requested-Bucket", name);
    call.header("X-Actual-Bucket", bucket.name());
    call.header("X-Backend-Count", Integer.toString(places.size()));
    call.header(
        "X-Backend-Zones",
        places.stream().map(place -> place.zone().code()).collect(Collectors.joining(",")));
    call.done();
  }

  /** Sees to it that backends have the physical bucket; one that fails can be asked again. */
  private List<Backend> made(GatewayBucket bucket) {
    List<Backend> made = new ArrayList<>();
    for (GatewayBackend backend : places(bucket.locations())) {
      try {
        var unused = backend.store().writer().createBucket(bucket.on(backend.description()));
        made.add(backend.description());
      } catch (StoreException e) {
        LOG.warn("Bucket on {}: {}", backend.description().name(), e.getMessage());
      }
    }
    if (made.isEmpty()) {
      throw new S3Exception(S3ErrorCode.SERVICE_UNAVAILABLE)
          .because("no backend has the bucket, or makes it");
    }
    return made;
  }

  /** Nobody who asks for a place, or for locks, is told that they have what they have not. */
  private static GatewayBucket sameAs(
      GatewayBucket bucket, Optional<String> constraint, boolean objectLock) {
    if (objectLock && !bucket.objectLock()) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST, "All names mean one bucket here, which has no Object Lock");
    }
    if (constraint.isPresent() && !locations(constraint.get()).equals(bucket.locations())) {
      throw new S3Exception(
          S3ErrorCode.INVALID_LOCATION_CONSTRAINT,
          "All names mean one bucket here, which is not at this location");
    }
    return bucket;
  }

  private GatewayBucket wanted(
      Buckets buckets, String name, Optional<String> constraint, boolean objectLock)
      throws MetadataUnavailableException {
    if (buckets.find(name).isPresent()) {
      throw new S3Exception(S3ErrorCode.BUCKET_ALREADY_OWNED_BY_YOU);
    }
    List<Location> locations = constraint.map(BucketAnswers::locations).orElse(List.of());
    for (Location location : locations) {
      if (places(List.of(location)).isEmpty()) {
        throw new S3Exception(S3ErrorCode.INVALID_LOCATION_CONSTRAINT);
      }
    }
    int replicas = settings.newBucketReplicas();
    return new GatewayBucket(
        name,
        null,
        locations,
        Set.of(),
        locations.isEmpty() ? replicas : Math.min(replicas, locations.size()),
        objectLock,
        null);
  }

  /** Example: {@code fi,de-fra}. */
  private static List<Location> locations(String constraint) {
    List<Location> locations = new ArrayList<>();
    for (String code : constraint.split(",", -1)) {
      try {
        Location location = new Location(code.strip());
        if (!locations.contains(location)) {
          locations.add(location);
        }
      } catch (IllegalArgumentException e) {
        throw new S3Exception(S3ErrorCode.INVALID_LOCATION_CONSTRAINT);
      }
    }
    return locations;
  }

  /** The backends that something new may be put to; at any of some places. */
  private List<GatewayBackend> places(List<Location> locations) {
    return backends.all().stream()
        .filter(backend -> backend.description().takesNew())
        .filter(backend ->
            locations.isEmpty()
                || locations.stream()
                    .anyMatch(location -> location.covers(backend.description().zone())))
        .toList();
  }

  void delete(GatewayCall call) throws MetadataUnavailableException {
    String name = call.bucket().name();
    Buckets.Removal removal =
        switch (names) {
          case BucketNames.Fixed fixed -> throw lasting();
          case BucketNames.Mapped mapped -> {
            if (mapped.configured().contains(name)) {
              throw lasting();
            }
            yield mapped.buckets().remove(name);
          }
        };
    switch (removal) {
      case REMOVED -> call.gone();
      case NOT_EMPTY -> throw new S3Exception(S3ErrorCode.BUCKET_NOT_EMPTY);
      case MISSING -> throw new S3Exception(S3ErrorCode.NO_SUCH_BUCKET);
    }
  }

  private static S3Exception lasting() {
    return new S3Exception(
        S3ErrorCode.ACCESS_DENIED, "The bucket belongs to the configuration and stays as it is.");
  }
}
