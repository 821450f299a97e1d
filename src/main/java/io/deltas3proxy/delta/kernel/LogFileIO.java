package io.deltas3proxy.delta.kernel;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectInfo;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Kernel's view of one table's files. Kernel parses and normalises paths, so it never gets to see a
 * physical one: the table's root is {@code delta:/table-<alias>}, and what follows it is the key
 * relative to the physical root. Read-only.
 */
final class LogFileIO implements FileIO {

  /** What an alias may consist of to be named in Kernel's messages, for example {@code my-t.1}. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final Table table;
  private final String root;
  private final LogListing listing;

  LogFileIO(Table table, LogListing listing) {
    this.table = table;
    this.root = root(table);
    this.listing = listing;
  }

  /** The path under which Kernel knows the table. */
  static String root(Table table) {
    return "delta:/table-" + (PLAIN.matcher(table.alias()).matches() ? table.alias() : "unnamed");
  }

  @Override
  public CloseableIterator<FileStatus> listFrom(String path) throws IOException {
    return listing.from(relativeKey(path), root + "/");
  }

  @Override
  public FileStatus getFileStatus(String path) throws IOException {
    ObjectInfo info = describe(path);
    return FileStatus.of(path, info.size(), info.lastModified().toEpochMilli());
  }

  @Override
  public String resolvePath(String path) {
    return path;
  }

  @Override
  public InputFile newInputFile(String path, long fileSize) {
    return new LogInputFile(this, path, fileSize);
  }

  ObjectAddress address(String path) throws FileNotFoundException {
    return table.location().address(relativeKey(path));
  }

  ObjectInfo describe(String path) throws IOException {
    try {
      return table.location().store().head(ReadRequest.whole(address(path))).info();
    } catch (StoreException.NotFound e) {
      throw missing(path, e);
    }
  }

  io.deltas3proxy.storage.ObjectContent open(String path, ReadRequest request) throws IOException {
    try {
      return table.location().store().get(request);
    } catch (StoreException.NotFound e) {
      throw missing(path, e);
    }
  }

  static FileNotFoundException missing(String path, StoreException.NotFound cause) {
    FileNotFoundException missing = new FileNotFoundException(path);
    missing.initCause(cause);
    return missing;
  }

  private String relativeKey(String path) throws FileNotFoundException {
    if (!path.startsWith(root + "/") || path.length() == root.length() + 1) {
      throw new FileNotFoundException(path + " is outside the table");
    }
    return path.substring(root.length() + 1);
  }

  @Override
  public Optional<String> getConf(String key) {
    return Optional.empty();
  }

  @Override
  public boolean mkdirs(String path) {
    throw readOnly();
  }

  @Override
  public OutputFile newOutputFile(String path) {
    throw readOnly();
  }

  @Override
  public boolean delete(String path) {
    throw readOnly();
  }

  @Override
  public void copyFileAtomically(String source, String target, boolean overwrite) {
    throw readOnly();
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException("the log is only read");
  }
}
