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
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import io.deltas3proxy.delta.action.MalformedCommitException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds partition values against their columns, with what Kernel reads them with (Delta protocol,
 * "Partition Value Serialization").
 */
final class PartitionTexts {

  private static final StructType TEXT = new StructType().add("text", StringType.STRING);

  /** Longest text of a number or a time. */
  private static final int LONGEST = 64;

  /** Length of a date. */
  private static final int DAY = 10;

  private static final Pattern BOOLEAN = Pattern.compile("true|false");

  /** Example: {@code -12}. */
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");

  /** Example: {@code 1.50}, {@code 0E-18}. */
  private static final Pattern DECIMAL =
      Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");

  /** Example: {@code 1.0E10}, {@code NaN}. */
  private static final Pattern FLOATING =
      Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?|NaN|-?Infinity");

  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  /** Example: {@code 2026-01-31 12:00:00.5}, {@code 2026-01-31T12:00:00.000000Z}. */
  private static final Pattern TIME =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z?");

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
    if (text.length() > LONGEST || !form(type).matcher(text).matches()) {
      return false;
    }
    try {
      return switch (type) {
        case BooleanType bool -> true;
        case DecimalType decimal -> fits(decimal, new BigDecimal(text).stripTrailingZeros());
        default -> {
          read(type, text);
          // What has no day in a calendar is moved to another one by some, and null for others.
          yield !hasDay(type) || LocalDate.parse(text.substring(0, DAY)) != null;
        }
      };
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** How values are written, as all readers take them: Kernel takes more than others. */
  private static Pattern form(DataType type) {
    return switch (type) {
      case BooleanType bool -> BOOLEAN;
      case FloatType number -> FLOATING;
      case DoubleType number -> FLOATING;
      case DecimalType number -> DECIMAL;
      case DateType date -> DATE;
      case TimestampType time -> TIME;
      case TimestampNTZType time -> TIME;
      default -> WHOLE;
    };
  }

  private static boolean hasDay(DataType type) {
    return type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType;
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
