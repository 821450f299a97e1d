package io.deltas3proxy.gateway.provider;

/**
 * Where something stands in a file.
 *
 * @param line from 1
 * @param column from 1: a character of JSON, a field of CSV
 */
record Position(int line, int column) {
  static final Position START = new Position(1, 1);
}
