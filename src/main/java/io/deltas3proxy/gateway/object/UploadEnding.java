package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.ObjectPut;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes versions of uploads, or gives uploads up. */
final class UploadEnding {

  private static final Logger LOG = LoggerFactory.getLogger(UploadEnding.class);

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
      throws IOException, MetadataUnavailableException {
    Optional<StoredVersion> done = completed(target, uploadId);
    if (done.isPresent()) {
      return done.get();
    }
    Upload upload = search.find(uploadId, target);
    PartList parts = PartList.of(named, uploads.parts(uploadId, 0, PartAddress.MOST));
    beginning.requireConditions(target, conditions);
    List<Place> places = new ArrayList<>();
    Map<String, String> ids = new HashMap<>();
    for (UploadSearch.UploadPlace at : search.places(upload)) {
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
      return complete(version, new CompletionSender(version, parts, ids), uploadId, conditions);
    } finally {
      version.left();
    }
  }

  /** What the queue adds later may be where the upload might have been. */
  private VersionBeginning.Planned planned(Upload upload, List<Place> places) {
    List<Replica> replicas = places.stream().map(Place::replica).toList();
    List<Place> others = new ArrayList<>(search.candidates(upload));
    others.removeAll(places);
    return new VersionBeginning.Planned(
        upload.version().at(replicas),
        new PlacePlan(search.fewest(upload), upload.version().requiredReplicas(), places, others));
  }

  private StoredVersion complete(
      WrittenVersion version, CompletionSender sender, String uploadId, WriteConditions conditions)
      throws IOException, MetadataUnavailableException {
    FanOut<Place> fanOut =
        new FanOut<>(
            sender, new CopyCourse(version.lease(), Optional::empty), writing.limits(version));
    // Where too few have it, the upload is as it was: it can be completed once more.
    List<Replica> replicas =
        ending.requireEnough(
            version.plan(), fanOut.send(version.plan().first(), InputStream.nullInputStream()));
    VersionCommit commit =
        new VersionCommit(
            sender.parts().size(),
            sender.parts().eTag(),
            sender.parts().headers(),
            replicas,
            version.plan().jobs(version.id(), replicas),
            conditions,
            uploadId);
    try {
      return ending.commit(version, commit, () -> uploads.completed(uploadId));
    } catch (StoreException.PreconditionFailed e) {
      // Its bytes are collected: it can never be completed.
      giveUp(uploadId);
      throw e;
    } catch (StoreException.NoSuchUpload e) {
      ending.giveUp(version);
      throw e;
    }
  }

  private void giveUp(String uploadId) {
    try {
      var unused = uploads.abort(uploadId);
    } catch (MetadataUnavailableException e) {
      LOG.warn("An upload that cannot be completed is left to its age: {}", e.getMessage());
    }
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
