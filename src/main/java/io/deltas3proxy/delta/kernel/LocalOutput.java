package io.deltas3proxy.delta.kernel;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Lets Kernel write one local Parquet file, in row groups that need little memory. */
final class LocalOutput implements FileIO {

  /** The one path that Kernel knows. */
  static final String PATH = "view:/checkpoint.parquet";

  private static final Map<String, String> SETTINGS =
      Map.of(
          "parquet.compression", "SNAPPY",
          "parquet.block.size", Integer.toString(16 << 20),
          "parquet.page.size", Integer.toString(256 << 10),
          "parquet.dictionary.page.size", Integer.toString(256 << 10));

  private final Path target;

  LocalOutput(Path target) {
    this.target = target;
  }

  @Override
  public OutputFile newOutputFile(String path) {
    return new Output();
  }

  @Override
  public FileStatus getFileStatus(String path) throws IOException {
    return FileStatus.of(path, Files.size(target), 0);
  }

  @Override
  public String resolvePath(String path) {
    return path;
  }

  @Override
  public Optional<String> getConf(String key) {
    return Optional.ofNullable(SETTINGS.get(key));
  }

  private final class Output implements OutputFile {
    @Override
    public String path() {
      return PATH;
    }

    @Override
    public PositionOutputStream create(boolean putIfAbsent) throws IOException {
      return new Positioned(new BufferedOutputStream(Files.newOutputStream(target), 64 << 10));
    }

    @Override
    public void writeAtomically(CloseableIterator<String> data, boolean overwrite) {
      throw unsupported();
    }
  }

  private static final class Positioned extends PositionOutputStream {
    private final OutputStream out;
    private long position;

    Positioned(OutputStream out) {
      this.out = out;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int one) throws IOException {
      out.write(one);
      position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      position += length;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  @Override
  public CloseableIterator<FileStatus> listFrom(String path) {
    throw unsupported();
  }

  @Override
  public boolean mkdirs(String path) {
    throw unsupported();
  }

  @Override
  public InputFile newInputFile(String path, long size) {
    throw unsupported();
  }

  @Override
  public boolean delete(String path) {
    throw unsupported();
  }

  @Override
  public void copyFileAtomically(String source, String copy, boolean overwrite) {
    throw unsupported();
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("one file is written");
  }
}
