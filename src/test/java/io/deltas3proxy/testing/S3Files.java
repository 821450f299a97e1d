package io.deltas3proxy.testing;

import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What Delta Kernel needs of an S3 endpoint to read and write tables, as an engine would give it:
 * commits by {@code If-None-Match}. Bodies are in memory.
 */
public final class S3Files implements FileIO {

  private final S3Client client;

  private S3Files(S3Client client) {
    this.client = client;
  }

  /** An engine whose files are all objects: {@code s3://bucket/key}. */
  public static Engine engine(S3Client client) {
    return DefaultEngine.create(new S3Files(client));
  }

  /** Where an object is. */
  private record Place(String bucket, String key) {
    static Place of(String path) {
      URI uri = URI.create(path.replace(" ", "%20"));
      return new Place(uri.getAuthority(), uri.getPath().substring(1));
    }
  }

  @Override
  public CloseableIterator<FileStatus> listFrom(String path) throws IOException {
    Place from = Place.of(path);
    String directory = from.key().substring(0, from.key().lastIndexOf('/') + 1);
    List<FileStatus> files = new ArrayList<>();
    for (S3Object object :
        client
            .listObjectsV2Paginator(l -> l.bucket(from.bucket()).prefix(directory).delimiter("/"))
            .contents()) {
      if (object.key().compareTo(from.key()) >= 0) {
        files.add(
            FileStatus.of(
                "s3://" + from.bucket() + "/" + object.key(),
                object.size(),
                object.lastModified().toEpochMilli()));
      }
    }
    if (files.isEmpty()) {
      throw new FileNotFoundException(path);
    }
    return Utils.toCloseableIterator(files.iterator());
  }

  @Override
  public FileStatus getFileStatus(String path) throws IOException {
    Place place = Place.of(path);
    try {
      HeadObjectResponse head = client.headObject(h -> h.bucket(place.bucket()).key(place.key()));
      return FileStatus.of(path, head.contentLength(), head.lastModified().toEpochMilli());
    } catch (S3Exception e) {
      throw failure(path, e);
    }
  }

  private byte[] read(String path) throws IOException {
    Place place = Place.of(path);
    try {
      return client
          .getObjectAsBytes(get -> get.bucket(place.bucket()).key(place.key()))
          .asByteArray();
    } catch (S3Exception e) {
      throw failure(path, e);
    }
  }

  private void write(String path, byte[] bytes, boolean overwrite) throws IOException {
    Place place = Place.of(path);
    try {
      client.putObject(
          put -> {
            put.bucket(place.bucket()).key(place.key());
            if (!overwrite) {
              put.ifNoneMatch("*");
            }
          },
          RequestBody.fromBytes(bytes));
    } catch (S3Exception e) {
      throw failure(path, e);
    }
  }

  private static IOException failure(String path, S3Exception cause) {
    IOException failure =
        switch (cause.statusCode()) {
          case 404 -> new FileNotFoundException(path);
          case 412 -> new FileAlreadyExistsException(path);
          default -> new IOException(cause.statusCode() + " for " + path);
        };
    failure.initCause(cause);
    return failure;
  }

  @Override
  public InputFile newInputFile(String path, long fileSize) {
    return new InputFile() {
      @Override
      public long length() throws IOException {
        return getFileStatus(path).getSize();
      }

      @Override
      public String path() {
        return path;
      }

      @Override
      public SeekableInputStream newStream() throws IOException {
        return new Read(read(path));
      }
    };
  }

  @Override
  public OutputFile newOutputFile(String path) {
    return new OutputFile() {
      @Override
      public String path() {
        return path;
      }

      @Override
      public PositionOutputStream create(boolean atomicWrite) {
        return new Written(path, !atomicWrite);
      }

      @Override
      public void writeAtomically(CloseableIterator<String> data, boolean overwrite)
          throws IOException {
        StringBuilder text = new StringBuilder();
        try (data) {
          while (data.hasNext()) {
            text.append(data.next()).append('\n');
          }
        }
        write(path, text.toString().getBytes(StandardCharsets.UTF_8), overwrite);
      }
    };
  }

  @Override
  public String resolvePath(String path) {
    return path;
  }

  @Override
  public boolean mkdirs(String path) {
    return true;
  }

  @Override
  public boolean delete(String path) throws IOException {
    Place place = Place.of(path);
    try {
      client.deleteObject(d -> d.bucket(place.bucket()).key(place.key()));
      return true;
    } catch (NoSuchKeyException e) {
      return false;
    } catch (S3Exception e) {
      throw failure(path, e);
    }
  }

  @Override
  public Optional<String> getConf(String key) {
    return Optional.empty();
  }

  @Override
  public void copyFileAtomically(String source, String target, boolean overwrite)
      throws IOException {
    write(target, read(source), overwrite);
  }

  /** An object that is stored when it is whole. */
  private final class Written extends PositionOutputStream {
    private final String path;
    private final boolean overwrite;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean closed;

    Written(String path, boolean overwrite) {
      this.path = path;
      this.overwrite = overwrite;
    }

    @Override
    public long getPos() {
      return bytes.size();
    }

    @Override
    public void write(int octet) {
      bytes.write(octet);
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
      bytes.write(octets, offset, length);
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        S3Files.this.write(path, bytes.toByteArray(), overwrite);
      }
    }
  }

  /** An object that was read. */
  private static final class Read extends SeekableInputStream {
    private final byte[] bytes;
    private int position;

    Read(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void seek(long newPosition) {
      position = Math.toIntExact(newPosition);
    }

    @Override
    public int read() {
      return position < bytes.length ? bytes[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (length > 0 && position >= bytes.length) {
        return -1;
      }
      int given = Math.min(length, bytes.length - position);
      System.arraycopy(bytes, position, target, offset, given);
      position += given;
      return given;
    }

    @Override
    public void readFully(byte[] target, int offset, int length) throws IOException {
      if (readNBytes(target, offset, length) < length) {
        throw new EOFException();
      }
    }
  }
}
