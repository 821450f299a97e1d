package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.ObjectPut;
import io.deltas3proxy.gateway.RefusedPlacementException;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.Upload;
import io.deltas3proxy.gateway.Uploads;
import io.deltas3proxy.gateway.VersionCommit;
import io.deltas3proxy.storage.PartAddress;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.UploadCompletion;
import io.deltas3proxy.storage.WriteConditions;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes versions of uploads, or gives uploads up. */
final class UploadEnding {

  private final Uploads uploads;
  private final UploadSearch search;
  private final VersionBeginning beginning;
  private final VersionEnding ending;
  private final ObjectWriting writing;

  UploadEnding(
      Uploads uploads,
      UploadSearch search,
      VersionBeginning beginning,
      VersionEnding ending,
      ObjectWriting writing) {
    this.uploads = uploads;
    this.search = search;
    this.beginning = beginning;
    this.ending = ending;
    this.writing = writing;
  }

  StoredVersion complete(
      ObjectPut.Target target,
      String uploadId,
      List<UploadCompletion.Part> named,
      WriteConditions conditions)
      throws IOException, RefusedPlacementException, MetadataUnavailableException {
    Optional<StoredVersion> done = completed(target, uploadId);
    if (done.isPresent()) {
      return done.get();
    }
    Upload upload = search.find(uploadId, target);
    PartList parts = PartList.of(named, uploads.parts(uploadId, 0, PartAddress.MOST));
    beginning.requireConditions(target, conditions);
    List<Place> places = new ArrayList<>();
    Map<String, String> ids = new HashMap<>();
    for (UploadSearch.UploadPlace at :
        search.places(upload, "CompleteMultipartUpload", target.requestId())) {
      if (parts.isOn(at.place().name())) {
        places.add(at.place());
        ids.put(at.place().name(), at.backendId());
      }
    }
    if (places.size() < search.fewest(upload)) {
      throw new StoreException.Unavailable("too few backends have all parts");
    }
    WrittenVersion version = beginning.begin(planned(upload, places));
    try {
      return complete(upload, version, new CompletionSender(version, parts, ids), conditions);
    } finally {
      version.left();
    }
  }

  /** What the queue adds later may be where the upload might have been. */
  private VersionBeginning.Planned planned(Upload upload, List<Place> places) {
    List<Replica> replicas = places.stream().map(Place::replica).toList();
    Set<String> used = used(upload);
    List<Place> others = new ArrayList<>(search.candidates(upload));
    others.removeIf(place -> used.contains(place.name()));
    return new VersionBeginning.Planned(
        upload.version().at(replicas),
        new PlacePlan(search.fewest(upload), upload.version().requiredReplicas(), places, others));
  }

  /** The backends that know the upload. */
  private static Set<String> used(Upload upload) {
    Set<String> used = new HashSet<>();
    for (Upload.BackendUpload at : upload.backends()) {
      if (!at.id().isEmpty()) {
        used.add(at.backend());
      }
    }
    return used;
  }

  /** Those that took no part now: an earlier try may have left something at some of them. */
  private static List<Replica> absent(Upload upload, List<Replica> present) {
    Set<String> named = new HashSet<>();
    present.forEach(replica -> named.add(replica.backend()));
    Set<String> used = used(upload);
    List<Replica> absent = new ArrayList<>();
    for (Replica replica : upload.version().replicas()) {
      if (!named.contains(replica.backend())) {
        absent.add(
            used.contains(replica.backend())
                ? Place.failed(replica, "it dropped out of the upload")
                : Place.unused(replica));
      }
    }
    return absent;
  }

  private StoredVersion complete(
      Upload upload, WrittenVersion version, CompletionSender sender, WriteConditions conditions)
      throws IOException, MetadataUnavailableException {
    FanOut<Place> fanOut =
        new FanOut<>(
            sender, new CopyCourse(version.lease(), Optional::empty), writing.limits(version));
    // Where this fails, or the commit does, the upload can be completed once more.
    List<Replica> replicas =
        new ArrayList<>(
            ending.requireEnough(
                version.plan(),
                fanOut.send(version.plan().first(), InputStream.nullInputStream())));
    replicas.addAll(absent(upload, replicas));
    VersionCommit commit =
        new VersionCommit(
            sender.parts().size(),
            sender.parts().eTag(),
            sender.parts().headers(),
            replicas,
            version.plan().jobs(version.id(), replicas),
            conditions,
            upload.uploadId());
    return ending.commit(version, commit, () -> uploads.completed(upload.uploadId()));
  }

  /** From now on nobody adds to it; what backends hold of it is collected. */
  void abort(ObjectPut.Target target, String uploadId)
      throws StoreException, MetadataUnavailableException {
    Upload upload = search.find(uploadId, target);
    if (!uploads.abort(upload.uploadId())) {
      throw new StoreException.NoSuchUpload("the upload has ended");
    }
  }

  private Optional<StoredVersion> completed(ObjectPut.Target target, String uploadId)
      throws MetadataUnavailableException {
    return uploads
        .completed(uploadId)
        .filter(version ->
            version.bucket().equals(target.bucket().name()) && version.key().equals(target.key()));
  }
}
