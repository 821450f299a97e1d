package io.deltas3proxy.delta.kernel;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.defaults.internal.data.DefaultColumnarBatch;
import io.delta.kernel.defaults.internal.data.vector.DefaultGenericVector;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.PartitionValueExpression;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.deltas3proxy.delta.action.MalformedCommitException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds partition values against their columns, with what Kernel reads them with (Delta protocol,
 * "Partition Value Serialization").
 */
final class PartitionTexts {

  private static final StructType TEXT = new StructType().add("text", StringType.STRING);

  /** Longest text of a number or a time. */
  private static final int LONGEST = 64;

  private final Engine engine;

  PartitionTexts(Engine engine) {
    this.engine = engine;
  }

  /** Each column has one value, under its very name, which is of its type. */
  void require(MapValue logged, StructType partition) throws MalformedCommitException {
    Map<String, @Nullable String> values = new HashMap<>();
    for (int entry = 0; entry < logged.getSize(); entry++) {
      values.put(
          logged.getKeys().getString(entry),
          logged.getValues().isNullAt(entry) ? null : logged.getValues().getString(entry));
    }
    if (values.size() != partition.length()) {
      throw new MalformedCommitException(
          "partitionValues that do not tell each partition column once");
    }
    for (int column = 0; column < partition.length(); column++) {
      String name = partition.at(column).getName();
      if (!values.containsKey(name)) {
        throw new MalformedCommitException(
            "partitionValues without the partition column " + name + ", as the log names it");
      }
      String text = values.get(name);
      DataType type = partition.at(column).getDataType();
      if (text != null && !isOf(type, text)) {
        throw new MalformedCommitException(
            "a value of the partition column " + name + " that is no " + type);
      }
    }
  }

  private boolean isOf(DataType type, String text) {
    if (type instanceof StringType || type instanceof BinaryType) {
      return true;
    }
    if (text.length() > LONGEST) {
      return false;
    }
    try {
      return switch (type) {
        // Kernel takes all but "true" for false, and others for null.
        case BooleanType bool -> text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
        case DecimalType decimal -> fits(decimal, new BigDecimal(text).stripTrailingZeros());
        default -> {
          read(type, text);
          yield true;
        }
      };
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static boolean fits(DecimalType type, BigDecimal value) {
    long whole = (long) value.precision() - value.scale();
    return value.scale() <= type.getScale() && whole <= type.getPrecision() - type.getScale();
  }

  private void read(DataType type, String text) {
    ColumnVector[] texts = {DefaultGenericVector.fromArray(StringType.STRING, new String[] {text})};
    ColumnVector values =
        engine
            .getExpressionHandler()
            .getEvaluator(TEXT, new PartitionValueExpression(new Column("text"), type), type)
            .eval(new DefaultColumnarBatch(1, TEXT, texts));
    Object unused =
        switch (type) {
          case ByteType number -> values.getByte(0);
          case ShortType number -> values.getShort(0);
          case IntegerType number -> values.getInt(0);
          case DateType date -> values.getInt(0);
          case FloatType number -> values.getFloat(0);
          case DoubleType number -> values.getDouble(0);
          default -> values.getLong(0);
        };
  }
}
