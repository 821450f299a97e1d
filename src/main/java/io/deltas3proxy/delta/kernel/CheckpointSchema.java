package io.deltas3proxy.delta.kernel;

import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;

/** The columns of a checkpoint (Delta protocol, "Checkpoint Schema"). */
final class CheckpointSchema {

  private static final MapType TEXTS = new MapType(StringType.STRING, StringType.STRING, true);

  static final StructType DELETION_VECTOR =
      new StructType()
          .add("storageType", StringType.STRING)
          .add("pathOrInlineDv", StringType.STRING)
          .add("offset", IntegerType.INTEGER)
          .add("sizeInBytes", IntegerType.INTEGER)
          .add("cardinality", LongType.LONG);

  static final StructType ADD =
      new StructType()
          .add("path", StringType.STRING)
          .add("partitionValues", TEXTS)
          .add("size", LongType.LONG)
          .add("modificationTime", LongType.LONG)
          .add("dataChange", BooleanType.BOOLEAN)
          .add("stats", StringType.STRING)
          .add("tags", TEXTS)
          .add("deletionVector", DELETION_VECTOR)
          .add("baseRowId", LongType.LONG)
          .add("defaultRowCommitVersion", LongType.LONG)
          .add("clusteringProvider", StringType.STRING);

  static final StructType REMOVE =
      new StructType()
          .add("path", StringType.STRING)
          .add("deletionTimestamp", LongType.LONG)
          .add("dataChange", BooleanType.BOOLEAN)
          .add("extendedFileMetadata", BooleanType.BOOLEAN)
          .add("partitionValues", TEXTS)
          .add("size", LongType.LONG);

  static final StructType FORMAT =
      new StructType().add("provider", StringType.STRING).add("options", TEXTS);

  static final StructType METADATA =
      new StructType()
          .add("id", StringType.STRING)
          .add("name", StringType.STRING)
          .add("description", StringType.STRING)
          .add("format", FORMAT)
          .add("schemaString", StringType.STRING)
          .add("partitionColumns", new ArrayType(StringType.STRING, false))
          .add("configuration", TEXTS)
          .add("createdTime", LongType.LONG);

  static final StructType PROTOCOL =
      new StructType()
          .add("minReaderVersion", IntegerType.INTEGER)
          .add("minWriterVersion", IntegerType.INTEGER)
          .add("readerFeatures", new ArrayType(StringType.STRING, false))
          .add("writerFeatures", new ArrayType(StringType.STRING, false));

  static final StructType TXN =
      new StructType()
          .add("appId", StringType.STRING)
          .add("version", LongType.LONG)
          .add("lastUpdated", LongType.LONG);

  static final StructType DOMAIN_METADATA =
      new StructType()
          .add("domain", StringType.STRING)
          .add("configuration", StringType.STRING)
          .add("removed", BooleanType.BOOLEAN);

  /** What is written. Older readers want the column of removals even when it is empty. */
  static final StructType WRITTEN =
      new StructType()
          .add("txn", TXN)
          .add("add", ADD)
          .add("remove", REMOVE)
          .add("metaData", METADATA)
          .add("protocol", PROTOCOL)
          .add("domainMetadata", DOMAIN_METADATA);

  private CheckpointSchema() {}

  /**
   * What is read.
   *
   * @param add the columns of additions
   */
  static StructType read(StructType add) {
    return new StructType()
        .add("txn", TXN)
        .add("add", add)
        .add("metaData", METADATA)
        .add("protocol", PROTOCOL)
        .add("domainMetadata", DOMAIN_METADATA);
  }
}
