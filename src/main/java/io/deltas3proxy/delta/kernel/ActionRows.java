package io.deltas3proxy.delta.kernel;

import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.internal.data.vector.DefaultGenericVector;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.actions.AddCDCFile;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.CommitInfo;
import io.delta.kernel.internal.actions.DomainMetadata;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.Protocol;
import io.delta.kernel.internal.actions.RemoveFile;
import io.delta.kernel.internal.actions.SetTransaction;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.deltas3proxy.delta.action.MalformedCommitException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads lines of a commit as Kernel does when it needs all that they say. Fields that Kernel passes
 * over and other readers do not are held to their types too.
 */
final class ActionRows {

  static final StructType SCHEMA =
      new StructType()
          .add("add", AddFile.FULL_SCHEMA.add("clusteringProvider", StringType.STRING))
          .add("remove", RemoveFile.FULL_SCHEMA)
          .add("cdc", AddCDCFile.FULL_SCHEMA.add("dataChange", BooleanType.BOOLEAN))
          .add("metaData", Metadata.FULL_SCHEMA)
          .add("protocol", Protocol.FULL_SCHEMA)
          .add("txn", SetTransaction.FULL_SCHEMA)
          .add("domainMetadata", DomainMetadata.FULL_SCHEMA)
          .add(
              "commitInfo",
              CommitInfo.FULL_SCHEMA
                  .add("readVersion", LongType.LONG)
                  .add("isolationLevel", StringType.STRING)
                  .add("userId", StringType.STRING)
                  .add("userName", StringType.STRING)
                  .add("userMetadata", StringType.STRING));

  /** Of what Kernel says of a line, which may quote all of it. */
  private static final int LONGEST_REASON = 200;

  /**
   * One action.
   *
   * @param kind its name, for example {@code add}
   */
  record Action(String kind, Row fields) {}

  private final Engine engine;

  ActionRows(Engine engine) {
    this.engine = engine;
  }

  Action read(byte[] line) throws MalformedCommitException {
    Row row = parse(new String(line, StandardCharsets.UTF_8), SCHEMA, "an action");
    for (int field = 0; field < SCHEMA.length(); field++) {
      if (!row.isNullAt(field)) {
        return new Action(SCHEMA.at(field).getName(), row.getStruct(field));
      }
    }
    throw new MalformedCommitException("an action that is not known");
  }

  /**
   * Reads a JSON object.
   *
   * @param what it is, for the message
   */
  Row parse(String json, StructType schema, String what) throws MalformedCommitException {
    var texts = DefaultGenericVector.fromArray(StringType.STRING, new String[] {json});
    try (CloseableIterator<Row> rows =
        engine.getJsonHandler().parseJson(texts, schema, Optional.empty()).getRows()) {
      return rows.next();
    } catch (IOException | RuntimeException e) {
      throw new MalformedCommitException(
          what + " that Delta Kernel does not read: " + shortened(String.valueOf(e.getMessage())),
          e);
    }
  }

  private static String shortened(String message) {
    return message.length() <= LONGEST_REASON
        ? message
        : message.substring(0, LONGEST_REASON) + "...";
  }
}
