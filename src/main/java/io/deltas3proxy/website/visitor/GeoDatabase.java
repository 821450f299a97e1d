package io.deltas3proxy.website.visitor;

import com.maxmind.db.Reader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;

/** One state of a database, in memory as a whole. */
final class GeoDatabase implements Geography {

  private static final int MOST_RECENT = 20_000;

  /** Looked up before a database is used: some of each part of the address space. */
  private static final int SAMPLES = 256;

  private final Reader reader;
  private final RecentLocations recent = new RecentLocations(MOST_RECENT);

  private GeoDatabase(Reader reader) {
    this.reader = reader;
  }

  /**
   * Reads a database and tries it.
   *
   * @throws IOException when it is none, or is damaged
   */
  static GeoDatabase read(InputStream content) throws IOException {
    try {
      GeoDatabase database = new GeoDatabase(new Reader(content));
      for (int i = 0; i < SAMPLES; i++) {
        database.find(InetAddress.getByAddress(new byte[] {(byte) i, (byte) (i * 7), 1, 1}));
      }
      return database;
    } catch (RuntimeException e) {
      throw new IOException("is damaged", e);
    }
  }

  /** When it was made. */
  Instant built() {
    return reader.getMetadata().buildTime();
  }

  @Override
  public Location locate(InetAddress address) {
    Location known = recent.get(address);
    if (known != null) {
      return known;
    }
    Location found;
    try {
      found = find(address);
    } catch (IOException | RuntimeException e) {
      // Damaged where nobody looked before, or without addresses of this family.
      found = Location.UNKNOWN;
    }
    recent.put(address, found);
    return found;
  }

  private Location find(InetAddress address) throws IOException {
    return GeoRecord.location(reader.get(address, Map.class));
  }
}
