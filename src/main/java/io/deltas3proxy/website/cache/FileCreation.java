package io.deltas3proxy.website.cache;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes the files of the cache: where a disk fails, this is where it shows. */
@FunctionalInterface
public interface FileCreation {

  /** On the disk. */
  FileCreation ON_DISK =
      file ->
          new BufferedOutputStream(
              Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              64 * 1024);

  /** Makes a file that was not there, and opens it. */
  OutputStream create(Path file) throws IOException;
}
