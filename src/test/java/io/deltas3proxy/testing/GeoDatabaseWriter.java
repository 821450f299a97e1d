package io.deltas3proxy.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes databases in MaxMind's format 2.0: a binary tree over the bits of addresses with records
 * of 32 bits, the data that its leaves point to, and a map that describes both.
 */
public final class GeoDatabaseWriter {

  private static final byte[] METADATA =
      "\u00ab\u00cd\u00efMaxMind.com".getBytes(StandardCharsets.ISO_8859_1);

  /** Between the tree and the data. */
  private static final int SEPARATOR = 16;

  private static final int MAP = 7;
  private static final int BITS_OF_4 = 32;
  private static final int BITS_OF_6 = 128;

  /** Of each node its two sides: another node, nothing, or data at {@code -2 - offset}. */
  private final List<int[]> nodes = new ArrayList<>();

  private static final int NOTHING = -1;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  public GeoDatabaseWriter() {
    nodes.add(new int[] {NOTHING, NOTHING});
  }

  /** Adds a city for a block such as {@code 203.0.113.0/24}. */
  public GeoDatabaseWriter city(String block, String code, String city, double... place) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("country", Map.of("iso_code", code, "names", Map.of("en", "Country " + code)));
    record.put("city", Map.of("names", Map.of("en", city)));
    record.put("location", Map.of("latitude", place[0], "longitude", place[1]));
    return add(block, record);
  }

  /** Adds any record for a block. */
  public GeoDatabaseWriter add(String block, Object record) {
    int slash = block.indexOf('/');
    byte[] address;
    try {
      address = InetAddress.getByName(block.substring(0, slash)).getAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int bits = Integer.parseInt(block.substring(slash + 1));
    int leaf = -2 - data.size();
    encode(data, record);
    // Addresses of the older family lie at ::/96.
    int before = address.length * 8 == BITS_OF_4 ? BITS_OF_6 - BITS_OF_4 : 0;
    int node = 0;
    for (int i = 0; i < before + bits - 1; i++) {
      int side = i < before ? 0 : bit(address, i - before);
      int next = nodes.get(node)[side];
      if (next < 0) {
        next = nodes.size();
        nodes.add(new int[] {NOTHING, NOTHING});
        nodes.get(node)[side] = next;
      }
      node = next;
    }
    nodes.get(node)[bit(address, bits - 1)] = leaf;
    return this;
  }

  private static int bit(byte[] bytes, int index) {
    return bytes[index / 8] >> (7 - index % 8) & 1;
  }

  /** The content of the file. */
  public byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(all)) {
      for (int[] node : nodes) {
        for (int side : node) {
          int count = nodes.size();
          if (side == NOTHING) {
            out.writeInt(count);
          } else {
            out.writeInt(side >= 0 ? side : count + SEPARATOR + (-2 - side));
          }
        }
      }
      out.write(new byte[SEPARATOR]);
      out.write(data.toByteArray());
      out.write(METADATA);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("binary_format_major_version", 2);
    description.put("binary_format_minor_version", 0);
    description.put("build_epoch", 1_772_000_000L);
    description.put("database_type", "Test-City");
    description.put("description", Map.of("en", "Test database"));
    description.put("ip_version", 6);
    description.put("languages", List.of("en"));
    description.put("node_count", nodes.size());
    description.put("record_size", 32);
    encode(all, description);
    return all.toByteArray();
  }

  private static void encode(ByteArrayOutputStream out, Object value) {
    switch (value) {
      case String text -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        control(out, 2, bytes.length);
        out.writeBytes(bytes);
      }
      case Double number -> number(out, 3, Double.doubleToLongBits(number));
      case Integer number -> {
        control(out, 6, 4);
        bytes(out, number, 4);
      }
      case Long number -> number(out, 9, number);
      case Map<?, ?> map -> {
        control(out, MAP, map.size());
        map.forEach((key, inner) -> {
          encode(out, key);
          encode(out, inner);
        });
      }
      case List<?> list -> {
        control(out, 11, list.size());
        list.forEach(inner -> encode(out, inner));
      }
      default -> throw new IllegalArgumentException("no such type: " + value.getClass());
    }
  }

  private static void number(ByteArrayOutputStream out, int type, long bits) {
    control(out, type, 8);
    bytes(out, bits, 8);
  }

  private static void bytes(ByteArrayOutputStream out, long bits, int count) {
    for (int shift = (count - 1) * 8; shift >= 0; shift -= 8) {
      out.write((int) (bits >> shift));
    }
  }

  /** Type and size; types above seven have a byte of their own. */
  private static void control(ByteArrayOutputStream out, int type, int size) {
    if (size > 28) {
      throw new IllegalArgumentException("too long for this writer: " + size);
    }
    out.write((type > MAP ? 0 : type << 5) | size);
    if (type > MAP) {
      out.write(type - MAP);
    }
  }
}
