package io.deltas3proxy.bench;

import java.util.List;

/** Names and partitions of files as a table of many days and exchanges has them. */
final class SyntheticFiles {

  static final int DAYS = 3_650;
  static final List<String> EXCHANGES = List.of("XLON", "XPAR", "XETR", "XMIL");

  private SyntheticFiles() {}

  static String day(int file) {
    int day = file % DAYS;
    return String.format("%04d-%02d-%02d", 2016 + day / 365, 1 + day % 365 / 31, 1 + day % 31);
  }

  static String exchange(int file) {
    return EXCHANGES.get(file / DAYS % EXCHANGES.size());
  }

  static String key(int file) {
    return String.format(
        "day=%s/MIC=%s/part-%05d-%08x-8816-431a-aaf6-d3fe2512ff61.c000.snappy.parquet",
        day(file), exchange(file), file % 200, file * 0x9e3779b9);
  }
}
