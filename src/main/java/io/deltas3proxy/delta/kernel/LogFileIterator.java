package io.deltas3proxy.delta.kernel;

import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.util.Iterator;

/** Files that were listed before, as Kernel wants them. */
final class LogFileIterator implements CloseableIterator<FileStatus> {

  private final Iterator<FileStatus> files;

  LogFileIterator(Iterator<FileStatus> files) {
    this.files = files;
  }

  @Override
  public boolean hasNext() {
    return files.hasNext();
  }

  @Override
  public FileStatus next() {
    return files.next();
  }

  @Override
  public void close() {
    // Nothing is open: the listing was read before.
  }
}
