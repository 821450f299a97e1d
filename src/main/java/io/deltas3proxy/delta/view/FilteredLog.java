package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.ReadEvaluator;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The view of one log through one policy. Holds nothing of its own but what it is made of. */
final class FilteredLog implements LogView {

  private static final int DEEPEST_CAUSE = 20;

  private final Table table;
  private final PartitionPolicy policy;
  private final WatchedLog log;
  private final RewrittenFiles files;
  private final WrittenCheckpoints checkpoints;
  private final TableKnowledge knowledge;

  FilteredLog(
      Table table,
      PartitionPolicy policy,
      WatchedLog log,
      RewrittenFiles files,
      WrittenCheckpoints checkpoints,
      TableKnowledge knowledge) {
    this.table = table;
    this.policy = policy;
    this.log = log;
    this.files = files;
    this.checkpoints = checkpoints;
    this.knowledge = knowledge;
  }

  @Override
  public ListingPage list(ListingRequest request) throws StoreException {
    LogContents contents = log.latest();
    ViewListing listing = new ViewListing(request, log.directory());
    NavigableSet<Long> chosen = CheckpointChoice.of(contents);
    try {
      requireSameColumns(contents);
      long version = listing.firstVersion();
      while (version >= 0 && !listing.isFull()) {
        Long commit = contents.commits().ceilingKey(version);
        Long checkpoint = chosen.ceiling(version);
        if (commit == null && checkpoint == null) {
          break;
        }
        long next = Math.min(orLast(commit), orLast(checkpoint));
        if (checkpoint != null && checkpoint == next) {
          offer(listing, LogFileName.checkpointName(next), contents);
        }
        if (commit != null && commit == next) {
          offer(listing, LogFileName.commitName(next), contents);
        }
        version = next == Long.MAX_VALUE ? -1 : next + 1;
      }
      offer(listing, LogFileName.LAST_CHECKPOINT, contents);
    } catch (IOException | TableUnavailableException e) {
      throw unavailable(e);
    }
    return listing.page();
  }

  /** A policy for columns that the table had before would find nothing in later commits. */
  private void requireSameColumns(LogContents contents) throws TableUnavailableException {
    long newest = contents.newest();
    if (newest >= 0
        && !knowledge.columns().of(table, newest, log.changedAt()).equals(policy.schema())) {
      throw new TableUnavailableException(
          "table " + table.alias() + ": its partition columns changed meanwhile", null);
    }
  }

  private static long orLast(@Nullable Long version) {
    return version == null ? Long.MAX_VALUE : version;
  }

  private void offer(ViewListing listing, String name, LogContents contents)
      throws IOException, TableUnavailableException {
    if (listing.wants(name)) {
      Optional<ViewedFile> file = find(name, contents);
      if (file.isPresent()) {
        listing.add(file.get().listed());
      }
    }
  }

  @Override
  public ReadHead head(ReadRequest request) throws StoreException {
    return ReadEvaluator.evaluate(request, find(request.address()).info());
  }

  @Override
  public ObjectContent get(ReadRequest request) throws StoreException {
    ViewedFile file = find(request.address());
    ReadHead head = ReadEvaluator.evaluate(request, file.info());
    try {
      return new ViewedContent(head, file.opener().open());
    } catch (IOException | TableUnavailableException e) {
      throw unavailable(e);
    }
  }

  private ViewedFile find(ObjectAddress address) throws StoreException {
    String directory = log.directory();
    String key = address.key();
    if (address.bucket().equals(table.location().bucket()) && key.startsWith(directory)) {
      String name = key.substring(directory.length());
      try {
        Optional<ViewedFile> file = current(name, log.contents());
        if (file.isEmpty() && !(LogFileName.parse(name) instanceof LogFileName.Other)) {
          file = current(name, log.latest());
        }
        if (file.isEmpty()) {
          file = kept(name, log.cleaned());
        }
        if (file.isPresent()) {
          return file.get();
        }
      } catch (IOException | TableUnavailableException e) {
        throw unavailable(e);
      }
    }
    throw new StoreException.NotFound("the view has no " + key);
  }

  private Optional<ViewedFile> current(String name, LogContents contents)
      throws IOException, TableUnavailableException {
    requireSameColumns(contents);
    return find(name, contents);
  }

  private Optional<ViewedFile> find(String name, LogContents contents)
      throws IOException, TableUnavailableException {
    return switch (LogFileName.parse(name)) {
      case LogFileName.Commit commit ->
          Optional.ofNullable(contents.commits().get(commit.version()))
              .map(source -> commit(commit.version(), source));
      case LogFileName.Checkpoint checkpoint ->
          checkpoint.form() == LogFileName.Form.CLASSIC
              ? checkpoint(checkpoint.version(), contents)
              : Optional.empty();
      case LogFileName.LastCheckpoint pointer -> pointer(contents);
      case LogFileName.Other other -> Optional.empty();
    };
  }

  /**
   * A file that upstream cleaned away a little while ago, if it was rewritten before: readers in
   * flight were told of it.
   */
  private Optional<ViewedFile> kept(String name, LogContents cleaned)
      throws IOException, TableUnavailableException {
    return switch (LogFileName.parse(name)) {
      case LogFileName.Commit commit ->
          Optional.ofNullable(cleaned.commits().get(commit.version()))
              .map(source -> commit(commit.version(), source))
              .filter(file -> files.holds(file.eTag()));
      case LogFileName.Checkpoint checkpoint -> {
        List<ListedObject> source = cleaned.checkpoints().get(checkpoint.version());
        boolean kept =
            checkpoint.form() == LogFileName.Form.CLASSIC
                && source != null
                && checkpoints.holds(table, policy, source);
        yield kept ? checkpoint(checkpoint.version(), cleaned) : Optional.empty();
      }
      case LogFileName.LastCheckpoint pointer -> Optional.empty();
      case LogFileName.Other other -> Optional.empty();
    };
  }

  private ViewedFile commit(long version, ListedObject source) {
    String tag = ViewTag.of(table, policy, List.of(source), "");
    return new ViewedFile(
        source.key(),
        source.size(),
        tag,
        source.lastModified(),
        () -> files.rendered(tag, source.size(), target -> render(version, source, target)));
  }

  private void render(long version, ListedObject source, java.io.OutputStream target)
      throws IOException, TableUnavailableException {
    CommitJudge judge = new CommitJudge(table, version, policy, knowledge.removed());
    CommitRendering rendering =
        new CommitRendering(judge, files.directory(), source.lastModified().toEpochMilli());
    ObjectAddress address = new ObjectAddress(table.location().bucket(), source.key());
    ReadConditions unchanged = new ReadConditions(source.eTag(), null, null, null);
    ReadRequest request = new ReadRequest(address, null, null, unchanged, false);
    try (ObjectContent content = table.location().store().get(request)) {
      rendering.render(content.body(), source.size(), target);
    } catch (StoreException.NotFound | StoreException.PreconditionFailed e) {
      log.distrust();
      throw e;
    }
  }

  /** Also one that is not listed any more, for those who read on. */
  private Optional<ViewedFile> checkpoint(long version, LogContents contents)
      throws IOException, TableUnavailableException {
    List<ListedObject> source = contents.checkpoints().get(version);
    if (source == null
        || (!CheckpointChoice.of(contents).contains(version)
            && checkpoints.known(table, policy, source) == null)) {
      return Optional.empty();
    }
    CheckpointFacts facts = facts(source);
    return Optional.of(
        new ViewedFile(
            log.directory() + LogFileName.checkpointName(version),
            facts.size(),
            ViewTag.of(table, policy, source, facts.digest()),
            newest(source),
            () -> watched(() -> checkpoints.open(table, policy, source))));
  }

  private CheckpointFacts facts(List<ListedObject> source)
      throws IOException, TableUnavailableException {
    return watched(() -> checkpoints.facts(table, policy, source));
  }

  private interface Work<T> {
    T result() throws IOException, TableUnavailableException;
  }

  /**
   * When a checkpoint is not there any more as it was listed, the next look lists the whole log.
   */
  private <T> T watched(Work<T> work) throws IOException, TableUnavailableException {
    try {
      return work.result();
    } catch (IOException | TableUnavailableException e) {
      if (isOfChangedFile(e)) {
        log.distrust();
      }
      throw e;
    }
  }

  private static boolean isOfChangedFile(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (cause instanceof StoreException.NotFound
          || cause instanceof StoreException.PreconditionFailed) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private Optional<ViewedFile> pointer(LogContents contents)
      throws IOException, TableUnavailableException {
    NavigableSet<Long> chosen = CheckpointChoice.of(contents);
    if (chosen.isEmpty()) {
      return Optional.empty();
    }
    List<ListedObject> source = contents.checkpoints().getOrDefault(chosen.last(), List.of());
    CheckpointFacts facts = facts(source);
    String text = "{\"version\":" + chosen.last() + ",\"size\":" + facts.actions() + "}";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ListedObject upstream = contents.lastCheckpoint();
    String tag = ViewTag.of(table, policy, source, text);
    return Optional.of(
        new ViewedFile(
            log.directory() + LogFileName.LAST_CHECKPOINT,
            bytes.length,
            tag,
            upstream == null ? newest(source) : upstream.lastModified(),
            () -> files.rendered(tag, bytes.length, target -> target.write(bytes))));
  }

  private static Instant newest(List<ListedObject> source) {
    return source.stream()
        .map(ListedObject::lastModified)
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  /** What the store said stays as it is; all else means that nothing can be told. */
  private static StoreException unavailable(Exception cause) {
    return switch (cause) {
      case StoreException.PreconditionFailed changed ->
          new StoreException.Unavailable("the log changed meanwhile", changed);
      case StoreException store -> store;
      default -> new StoreException.Unavailable("a view: " + cause.getMessage(), cause);
    };
  }
}
