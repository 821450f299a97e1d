package io.deltas3proxy.storage.local;

import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PresignRequest;
import io.deltas3proxy.storage.ReadEvaluator;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files below some directories, as objects. The bucket is empty; the key is the absolute path
 * without its leading slash. Files are whole when they appear under their name: writers rename, or
 * readers of a file that is written in place get an error.
 *
 * <p>Symbolic links are followed as long as they stay inside the roots; one that leads back to a
 * directory above itself is not listed.
 */
public final class LocalObjectStore implements ObjectStore {

  private static final String STORAGE_CLASS = "STANDARD";

  private final Roots roots;
  private final ObjectWriter writer;

  /**
   * @throws IllegalArgumentException when a root is not a readable directory
   */
  public LocalObjectStore(List<Path> roots) {
    this(roots, Clock.systemUTC());
  }

  /**
   * @param clock gives what is written its time
   * @throws IllegalArgumentException when a root is not a readable directory
   */
  public LocalObjectStore(List<Path> roots, Clock clock) {
    this.roots = new Roots(roots);
    this.writer = new LocalObjectWriter(this, this.roots, clock);
  }

  @Override
  public ReadHead head(ReadRequest request) throws StoreException {
    return reading(
        request.address(),
        path -> {
          FileState state = FileState.read(path);
          Map<String, String> headers = FileHeaders.read(path, state);
          Descent.requireNoLink(path);
          if (state.kind() != FileState.Kind.FILE) {
            throw Roots.missing(request.address().key());
          }
          return ReadEvaluator.evaluate(request, state.toInfo(headers));
        });
  }

  @Override
  public ObjectContent get(ReadRequest request) throws StoreException {
    return reading(request.address(), path -> OpenFile.open(roots.rootOf(path), path, request));
  }

  @Override
  public ListingPage list(ListingRequest request) throws StoreException {
    if (!request.bucket().isEmpty()) {
      throw new StoreException.NotFound("a directory store has no bucket " + request.bucket());
    }
    try {
      return page(request, new KeyWalk(roots, request));
    } catch (IOException e) {
      throw LocalFailures.reading(e, "/" + request.prefix());
    }
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
    // Nothing is held between requests.
  }

  private static ListingPage page(ListingRequest request, KeyWalk walk) throws IOException {
    List<ListedObject> objects = new ArrayList<>();
    List<String> groups = new ArrayList<>();
    String last = "";
    KeyWalk.Entry entry = walk.next();
    while (entry != null && objects.size() + groups.size() < request.maxKeys()) {
      switch (entry) {
        case KeyWalk.Entry.Found(String key, FileState state) -> {
          objects.add(
              new ListedObject(
                  key, state.size(), state.eTag(), state.lastModified(), STORAGE_CLASS));
          last = key;
        }
        case KeyWalk.Entry.Group(String prefix) -> {
          groups.add(prefix);
          last = prefix;
        }
      }
      entry = walk.next();
    }
    boolean truncated = entry != null;
    return new ListingPage(objects, groups, truncated, truncated ? last : "");
  }

  private <T> T reading(ObjectAddress address, Reading<T> reading) throws StoreException {
    if (!address.bucket().isEmpty()) {
      throw new StoreException.NotFound("a directory store has no bucket " + address.bucket());
    }
    try {
      return reading.read(roots.resolve(address.key()));
    } catch (IOException e) {
      throw LocalFailures.reading(e, "/" + address.key());
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read(Path path) throws IOException;
  }
}
