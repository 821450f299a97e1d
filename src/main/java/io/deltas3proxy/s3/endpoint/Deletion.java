package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.Caller;
import io.deltas3proxy.access.WriteTarget;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.s3.protocol.DeletionRequest;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.s3.protocol.WriteDocuments;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.conditional.ConditionalOperation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes objects that may be deleted. */
final class Deletion {

  private static final Logger LOG = LoggerFactory.getLogger(Deletion.class);

  /** Objects of one request that are deleted at the same time. */
  private static final int AT_ONCE = 8;

  private final DeltaBucket bucket;
  private final WritingSettings settings;

  Deletion(DeltaBucket bucket, WritingSettings settings) {
    this.bucket = bucket;
    this.settings = settings;
  }

  /**
   * Deletes one object.
   *
   * @param ifMatch the entity tag that it must have; {@code null} for any, there or not
   */
  void delete(WritableObject object, @Nullable String ifMatch, CallerStores stores)
      throws StoreException, TableUnavailableException, AccountsUnavailableException {
    FileDeletion files = FileDeletion.begin(List.of(object));
    try {
      files.delete(object, () -> deleteAtStore(object, ifMatch, stores));
    } finally {
      files.end();
    }
  }

  private void deleteAtStore(WritableObject object, @Nullable String ifMatch, CallerStores stores)
      throws StoreException, TableUnavailableException {
    ObjectStore store = object.store(stores);
    if (object.target() instanceof WriteTarget.Absence) {
      if (FileUse.isThere(object.address(), store)) {
        throw new S3Exception(S3ErrorCode.ACCESS_DENIED)
            .because("a file that no log names, and not the caller's");
      }
      if (ifMatch != null) {
        throw new S3Exception(S3ErrorCode.PRECONDITION_FAILED);
      }
      return;
    }
    Table table = object.sight().table();
    if (ifMatch == null) {
      settings.writer(table, store).delete(object.address());
    } else {
      settings.writer(table, store, ConditionalOperation.DELETE).delete(object.address(), ifMatch);
    }
  }

  /**
   * Deletes what may be deleted of what is named, and tells of each what became of it.
   *
   * @param context is told of the table, where all are of one, and of how many were refused
   */
  byte[] delete(Caller caller, DeletionRequest request, CallerStores stores, RequestContext context)
      throws AccountsUnavailableException {
    Set<String> asked = new LinkedHashSet<>();
    for (DeletionRequest.Entry entry : request.entries()) {
      if (entry.refusal() == null) {
        asked.add(entry.key());
      }
    }
    noteTable(asked, context);
    Map<String, S3ErrorCode> errors = deleteAll(bucket.deletions(caller, asked), stores);
    noteRefusals(errors.values(), request.entries().size(), context);
    List<WriteDocuments.Deletion> deletions = new ArrayList<>();
    for (DeletionRequest.Entry entry : request.entries()) {
      S3ErrorCode refusal = entry.refusal();
      deletions.add(
          new WriteDocuments.Deletion(
              entry.key(), refusal == null ? errors.get(entry.key()) : refusal));
    }
    return WriteDocuments.deleted(deletions, request.quiet());
  }

  private void noteTable(Set<String> keys, RequestContext context) {
    Set<Optional<Table>> tables = new HashSet<>();
    keys.forEach(key -> tables.add(bucket.tableOf(key)));
    if (tables.size() == 1) {
      tables.iterator().next().ifPresent(table -> context.table(table.alias()));
    }
  }

  /** The answer is 200 all the same: without this nobody would see them. */
  private static void noteRefusals(
      Collection<S3ErrorCode> errors, int all, RequestContext context) {
    long refused = errors.stream().filter(S3ErrorCode.ACCESS_DENIED::equals).count();
    if (refused > 0) {
      context.denial(refused + " of " + all + " objects may not be deleted");
    }
  }

  /** The errors, by the keys of what was not deleted. */
  private Map<String, S3ErrorCode> deleteAll(
      Map<String, WriteJudgement> judgements, CallerStores stores) {
    Map<String, S3ErrorCode> errors = new ConcurrentHashMap<>();
    Map<String, WritableObject> cleared = new HashMap<>();
    judgements.forEach((key, judgement) -> {
      switch (judgement) {
        case WriteJudgement.Refused refused -> errors.put(key, refused.answer().code());
        case WriteJudgement.Cleared one -> cleared.put(key, one.object());
      }
    });
    FileDeletion files;
    try {
      files = FileDeletion.begin(cleared.values());
    } catch (AccountsUnavailableException e) {
      LOG.warn("Nothing is deleted: {}", e.getMessage());
      cleared.keySet().forEach(key -> errors.put(key, S3ErrorCode.SERVICE_UNAVAILABLE));
      return errors;
    }
    AtomicBoolean down = new AtomicBoolean();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      cleared.forEach((key, object) ->
          threads.execute(() -> {
            // Each of a thousand would wait as long as the one that failed.
            S3ErrorCode error =
                down.get() ? untouched(object, files) : deleteOne(object, files, stores);
            if (error != null) {
              errors.put(key, error);
              down.compareAndSet(false, error.status() >= 500);
            }
          }));
    } finally {
      files.end();
    }
    return errors;
  }

  private static S3ErrorCode untouched(WritableObject object, FileDeletion files) {
    files.kept(object);
    return S3ErrorCode.SERVICE_UNAVAILABLE;
  }

  private @Nullable S3ErrorCode deleteOne(
      WritableObject object, FileDeletion files, CallerStores stores) {
    try {
      files.delete(object, () -> deleteAtStore(object, null, stores));
      return null;
    } catch (StoreException | TableUnavailableException | RuntimeException e) {
      LOG.warn("Not deleted: {}", Objects.toString(e.getMessage()).replaceAll("\\p{Cntrl}", "?"));
      return FailureTranslation.translate(e).code();
    }
  }
}
