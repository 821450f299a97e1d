package io.deltas3proxy.storage;

/**
 * CRC-64/NVME (reflected polynomial {@code 0x9A6C9329AC4BC9B5}, all ones before and after; its
 * value of {@code 123456789} is {@code AE8B14860A799888}), which Java does not have.
 */
final class Crc64Nvme implements Checksum.Growing {

  private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

  /** {@code TABLES[k][b]}: what the byte {@code b} does when {@code k} bytes follow it. */
  private static final long[][] TABLES = tables();

  private long state = -1;

  private static long[][] tables() {
    long[][] tables = new long[8][256];
    for (int octet = 0; octet < 256; octet++) {
      long remainder = octet;
      for (int bit = 0; bit < 8; bit++) {
        remainder = (remainder >>> 1) ^ ((remainder & 1) == 0 ? 0 : POLYNOMIAL);
      }
      tables[0][octet] = remainder;
    }
    for (int k = 1; k < 8; k++) {
      for (int octet = 0; octet < 256; octet++) {
        long before = tables[k - 1][octet];
        tables[k][octet] = (before >>> 8) ^ tables[0][(int) (before & 0xFF)];
      }
    }
    return tables;
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    long crc = state;
    int at = offset;
    int end = offset + length;
    for (; end - at >= 8; at += 8) {
      long mixed = crc;
      long next = 0;
      for (int i = 0; i < 8; i++) {
        int octet = (int) ((mixed >>> (8 * i)) & 0xFF) ^ (bytes[at + i] & 0xFF);
        next ^= TABLES[7 - i][octet];
      }
      crc = next;
    }
    for (; at < end; at++) {
      crc = (crc >>> 8) ^ TABLES[0][(int) ((crc ^ bytes[at]) & 0xFF)];
    }
    state = crc;
  }

  @Override
  public long getAsLong() {
    return ~state;
  }
}
