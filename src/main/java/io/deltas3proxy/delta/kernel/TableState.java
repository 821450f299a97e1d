package io.deltas3proxy.delta.kernel;

import io.delta.kernel.internal.TableConfig;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.Protocol;
import io.delta.kernel.internal.skipping.StatsSchemaHelper;
import io.delta.kernel.internal.tablefeatures.FeatureAutoEnabledByMetadata;
import io.delta.kernel.internal.tablefeatures.TableFeature;
import io.delta.kernel.internal.tablefeatures.TableFeatures;
import io.delta.kernel.internal.util.ColumnMapping;
import io.delta.kernel.internal.util.ColumnMapping.ColumnMappingMode;
import io.delta.kernel.types.StructType;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.action.MalformedCommitException;
import java.util.List;
import java.util.Set;

/**
 * What the log says that a table is, as of one version.
 *
 * @param settings of the indexes that must be able to follow it
 */
record TableState(Protocol protocol, Metadata metadata, IndexSettings settings) {

  private static final int READER_FEATURES = 3;
  private static final int WRITER_FEATURES = 7;

  /** In place of a path, in messages that nobody sees. */
  private static final String TABLE = "table";

  private static final List<TableConfig<?>> READ =
      List.of(
          TableConfig.APPEND_ONLY_ENABLED,
          TableConfig.COLUMN_MAPPING_MODE,
          TableConfig.IN_COMMIT_TIMESTAMPS_ENABLED,
          TableConfig.IN_COMMIT_TIMESTAMP_ENABLEMENT_VERSION,
          TableConfig.IN_COMMIT_TIMESTAMP_ENABLEMENT_TIMESTAMP,
          TableConfig.SET_TRANSACTION_RETENTION,
          TableConfig.TOMBSTONE_RETENTION);

  boolean hasCommitTimestamps() {
    return TableConfig.IN_COMMIT_TIMESTAMPS_ENABLED.fromMetadata(metadata);
  }

  FileDemands fileDemands() {
    StructType partition = new StructType();
    for (PartitionColumn column : shape().schema().columns()) {
      partition =
          partition.add(
              column.physicalName(), metadata.getSchema().get(column.name()).getDataType());
    }
    return new FileDemands(
        partition,
        StatsSchemaHelper.getStatsSchema(metadata.getDataSchema(), Set.of()),
        protocol.supportsFeature(TableFeatures.DELETION_VECTORS_RW_FEATURE),
        TableFeatures.isRowTrackingSupported(protocol),
        TableConfig.APPEND_ONLY_ENABLED.fromMetadata(metadata));
  }

  private TableShape shape() {
    return TableShape.of(metadata, protocol, settings);
  }

  /** Holds that readers could read a table that is this. */
  void requireReadable() throws MalformedCommitException {
    requireProtocol();
    try {
      TableFeatures.validateKernelCanReadTheTable(protocol, TABLE);
    } catch (RuntimeException e) {
      throw new MalformedCommitException("a protocol that Delta Kernel does not support", e);
    }
    if (TableFeatures.isCatalogManagedSupported(protocol)) {
      throw new MalformedCommitException("a protocol that leaves the table to a catalog");
    }
    if (!metadata.getFormat().getProvider().equals("parquet")) {
      throw new MalformedCommitException("metaData of another format than parquet");
    }
    try {
      READ.forEach(setting -> setting.fromMetadata(metadata));
    } catch (RuntimeException e) {
      throw new MalformedCommitException("metaData with a property that cannot be read", e);
    }
    requireSchema();
    requireFeatures();
  }

  private void requireProtocol() throws MalformedCommitException {
    boolean reads = protocol.getMinReaderVersion() == READER_FEATURES;
    boolean writes = protocol.getMinWriterVersion() == WRITER_FEATURES;
    if (protocol.getMinReaderVersion() < 1
        || protocol.getMinWriterVersion() < 1
        || protocol.getMinWriterVersion() > WRITER_FEATURES
        || (reads && !writes)
        || (!reads && !protocol.getReaderFeatures().isEmpty())
        || (!writes && !protocol.getWriterFeatures().isEmpty())
        || !protocol.getWriterFeatures().containsAll(protocol.getReaderFeatures())) {
      throw new MalformedCommitException("a protocol whose versions and features do not fit");
    }
  }

  private void requireSchema() throws MalformedCommitException {
    try {
      ColumnMappingMode mode = ColumnMapping.getColumnMappingMode(metadata.getConfiguration());
      StructType schema = metadata.getSchema();
      boolean mapped = ColumnMapping.isColumnMappingModeEnabled(mode);
      ColumnNames.require(schema);
      if (mapped && !protocol.supportsFeature(TableFeatures.COLUMN_MAPPING_RW_FEATURE)) {
        throw new MalformedCommitException(
            "metaData that maps columns, which the protocol forbids");
      }
      Object unused = metadata.getPhysicalSchema();
      unused = fileDemands();
    } catch (RuntimeException e) {
      throw new MalformedCommitException("metaData with a schema that cannot be read", e);
    }
  }

  /** Strict readers refuse what the protocol does not announce. */
  private void requireFeatures() throws MalformedCommitException {
    for (TableFeature feature : TableFeatures.TABLE_FEATURES) {
      if (feature.isReaderWriterFeature()
          && feature instanceof FeatureAutoEnabledByMetadata enabled
          && enabled.metadataRequiresFeatureToBeEnabled(protocol, metadata)
          && !protocol.supportsFeature(feature)) {
        throw new MalformedCommitException(
            "metaData that needs " + feature.featureName() + ", which the protocol does not have");
      }
    }
  }
}
