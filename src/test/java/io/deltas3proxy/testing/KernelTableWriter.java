package io.deltas3proxy.testing;

import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Operation;
import io.delta.kernel.TableManager;
import io.delta.kernel.Transaction;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.internal.data.DefaultColumnarBatch;
import io.delta.kernel.defaults.internal.data.vector.DefaultGenericVector;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.transaction.DataLayoutSpec;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Writes a real table with Delta Kernel, into a local directory unless told otherwise: a long
 * column {@code x}, partitioned by the string column {@code MIC}.
 */
public final class KernelTableWriter {

  private static final StructType SCHEMA =
      new StructType().add("x", LongType.LONG).add("MIC", StringType.STRING);

  private final Engine engine;
  private final String root;

  public KernelTableWriter(Path root) {
    this(DefaultEngine.create(new Configuration()), root.toUri().toString());
  }

  /**
   * @param root as the engine names it
   */
  public KernelTableWriter(Engine engine, String root) {
    this.engine = engine;
    this.root = root;
  }

  /**
   * Makes the table, version 0.
   *
   * @param properties table properties, such as {@code delta.columnMapping.mode}
   */
  public KernelTableWriter create(Map<String, String> properties) {
    Transaction transaction =
        TableManager.buildCreateTableTransaction(root, SCHEMA, "test")
            .withDataLayoutSpec(DataLayoutSpec.partitioned(List.of(new Column("MIC"))))
            .withTableProperties(properties)
            .build(engine);
    transaction.commit(engine, CloseableIterable.emptyIterable());
    return this;
  }

  /** A transaction whose files are stored, as of the version that was the newest then. */
  public interface Prepared {

    /**
     * Commits it, behind what others committed meanwhile.
     *
     * @return the version
     */
    long commit();
  }

  /** Writes one data file into a partition and commits it. */
  public KernelTableWriter append(String mic, Long... values) throws IOException {
    var unused = prepare(mic, values).commit();
    return this;
  }

  /** Writes one data file into a partition. */
  public Prepared prepare(String mic, Long... values) throws IOException {
    Transaction transaction =
        TableManager.loadSnapshot(root)
            .build(engine)
            .buildUpdateTableTransaction("test", Operation.WRITE)
            .build(engine);
    Row state = transaction.getTransactionState(engine);
    Map<String, Literal> partition = Map.of("MIC", Literal.ofString(mic));
    String[] mics = new String[values.length];
    java.util.Arrays.fill(mics, mic);
    ColumnVector[] columns = {
      DefaultGenericVector.fromArray(LongType.LONG, values),
      DefaultGenericVector.fromArray(StringType.STRING, mics)
    };
    FilteredColumnarBatch rows =
        new FilteredColumnarBatch(
            new DefaultColumnarBatch(values.length, SCHEMA, columns), Optional.empty());
    CloseableIterator<FilteredColumnarBatch> physical =
        Transaction.transformLogicalData(
            engine, state, Utils.singletonCloseableIterator(rows), partition);
    DataWriteContext context = Transaction.getWriteContext(engine, state, partition);
    CloseableIterator<DataFileStatus> files =
        engine
            .getParquetHandler()
            .writeParquetFiles(
                context.getTargetDirectory(), physical, context.getStatisticsColumns());
    CloseableIterable<Row> actions =
        CloseableIterable.inMemoryIterable(
            Transaction.generateAppendActions(engine, state, files, context));
    return () -> transaction.commit(engine, actions).getVersion();
  }

  /** Writes a checkpoint of the newest version. */
  public KernelTableWriter checkpoint() throws IOException {
    TableManager.loadSnapshot(root).build(engine).writeCheckpoint(engine);
    return this;
  }
}
