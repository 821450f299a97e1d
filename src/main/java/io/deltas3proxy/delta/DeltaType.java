package io.deltas3proxy.delta;

/** The types that a partition column can have (Delta protocol, "Partition Value Serialization"). */
public enum DeltaType {
  STRING,
  BOOLEAN,
  BYTE,
  SHORT,
  INTEGER,
  LONG,
  FLOAT,
  DOUBLE,
  DECIMAL,
  DATE,
  TIMESTAMP,
  TIMESTAMP_NTZ,
  BINARY
}
