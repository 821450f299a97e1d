package io.deltas3proxy.website.visitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.testing.GeoDatabaseWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeoFileTest {

  @TempDir Path directory;

  private static byte[] cities(String city) {
    return new GeoDatabaseWriter()
        .city("203.0.113.0/24", "DE", city, 47.9959, 7.85222)
        .city("198.51.100.128/25", "CH", "Zürich", 47.36, 8.55)
        .city("2001:db8::/32", "FR", "Colmar", 48.08, 7.36)
        .add("192.0.2.0/25", Map.of("country", Map.of("iso_code", "IT")))
        .add("192.0.2.128/25", "a text")
        .bytes();
  }

  /** As an updater does it: the name gets a new file. */
  private Path write(byte[] content) throws IOException {
    Path file = directory.resolve("geo.mmdb");
    Path fresh = Files.write(directory.resolve("fresh"), content);
    return Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Location at(Geography geography, String address) throws IOException {
    return geography.locate(InetAddress.getByName(address));
  }

  @Test
  void addressesOfBothFamiliesHaveTheirPlaces() throws IOException {
    try (GeoFile geo = GeoFile.open(write(cities("Freiburg")))) {
      Location freiburg = new Location("DE", "Country DE", "Freiburg", 47.9959, 7.85222);
      assertEquals(freiburg, at(geo, "203.0.113.9"));
      assertEquals(freiburg, at(geo, "203.0.113.9"));
      assertEquals("Zürich", at(geo, "198.51.100.200").city());
      assertEquals("Colmar", at(geo, "2001:db8::7").city());
    }
  }

  @Test
  void whatTheDatabaseDoesNotSayIsUnknown() throws IOException {
    try (GeoFile geo = GeoFile.open(write(cities("Freiburg")))) {
      assertEquals(Location.UNKNOWN, at(geo, "198.51.100.1"));
      assertEquals(Location.UNKNOWN, at(geo, "127.0.0.1"));
      assertEquals(Location.UNKNOWN, at(geo, "2001:db9::7"));
      assertEquals(new Location("IT", null, null, null, null), at(geo, "192.0.2.7"));
      assertEquals(Location.UNKNOWN, at(geo, "192.0.2.200"));
    }
  }

  @Test
  void aFileThatHasChangedIsReadAnew() throws IOException {
    try (GeoFile geo = GeoFile.open(write(cities("Freiburg")))) {
      assertEquals("Freiburg", at(geo, "203.0.113.9").city());
      write(cities("Basel"));
      assertEquals("Freiburg", at(geo, "203.0.113.9").city());
      geo.look();
      assertEquals("Basel", at(geo, "203.0.113.9").city());
    }
  }

  @Test
  void whatCannotBeReadLaterLeavesTheOldOne() throws IOException {
    byte[] good = cities("Freiburg");
    try (GeoFile geo = GeoFile.open(write(good))) {
      write(Arrays.copyOf(good, good.length / 2));
      geo.look();
      assertEquals("Freiburg", at(geo, "203.0.113.9").city());
      Files.delete(directory.resolve("geo.mmdb"));
      geo.look();
      assertEquals("Colmar", at(geo, "2001:db8::7").city());
      write(cities("Basel"));
      geo.look();
      assertEquals("Basel", at(geo, "203.0.113.9").city());
    }
  }

  @Test
  void withoutADatabaseItDoesNotOpen() throws IOException {
    assertEquals(
        "is not a file that is there",
        assertThrows(IOException.class, () -> GeoFile.open(directory.resolve("none")))
            .getMessage());
    Path text = write("no database".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThrows(IOException.class, () -> GeoFile.open(text));
    byte[] damaged = cities("Freiburg");
    // Every record of the tree leads somewhere behind the data.
    Arrays.fill(damaged, 0, 96, (byte) 0x0f);
    Path file = write(damaged);
    assertThrows(IOException.class, () -> GeoFile.open(file));
  }

  @Test
  void fewLocationsAreRemembered() throws IOException {
    RecentLocations recent = new RecentLocations(2);
    recent.put(InetAddress.getByName("192.0.2.1"), Location.UNKNOWN);
    recent.put(InetAddress.getByName("192.0.2.2"), Location.UNKNOWN);
    assertEquals(Location.UNKNOWN, recent.get(InetAddress.getByName("192.0.2.1")));
    recent.put(InetAddress.getByName("192.0.2.3"), Location.UNKNOWN);
    assertEquals(null, recent.get(InetAddress.getByName("192.0.2.2")));
    assertEquals(Location.UNKNOWN, recent.get(InetAddress.getByName("192.0.2.1")));
  }
}
