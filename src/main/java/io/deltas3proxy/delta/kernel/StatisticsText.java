package io.deltas3proxy.delta.kernel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Writes statistics that a checkpoint has as columns in the way of the others, as JSON (Delta
 * protocol, "Per-file Statistics").
 */
final class StatisticsText {

  private static final JsonFactory JSON = new JsonFactory();

  private StatisticsText() {}

  /**
   * @param statistics a struct that is not null in this row
   */
  static String of(ColumnVector statistics, int row) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      writeStruct(generator, statistics, row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void writeStruct(JsonGenerator generator, ColumnVector struct, int row)
      throws IOException {
    StructType type = (StructType) struct.getDataType();
    generator.writeStartObject();
    for (int field = 0; field < type.length(); field++) {
      ColumnVector child = struct.getChild(field);
      if (!child.isNullAt(row)) {
        writeField(generator, type.at(field).getName(), child, row);
      }
    }
    generator.writeEndObject();
  }

  /** Leaves out what JSON has no number for: bounds that are missing are unknown. */
  private static void writeField(JsonGenerator generator, String name, ColumnVector values, int row)
      throws IOException {
    DataType type = values.getDataType();
    switch (type) {
      case StructType struct -> {
        generator.writeFieldName(name);
        writeStruct(generator, values, row);
      }
      case BooleanType bool -> generator.writeBooleanField(name, values.getBoolean(row));
      case ByteType number -> generator.writeNumberField(name, (int) values.getByte(row));
      case ShortType number -> generator.writeNumberField(name, (int) values.getShort(row));
      case IntegerType number -> generator.writeNumberField(name, values.getInt(row));
      case LongType number -> generator.writeNumberField(name, values.getLong(row));
      case FloatType number -> {
        if (Float.isFinite(values.getFloat(row))) {
          generator.writeNumberField(name, values.getFloat(row));
        }
      }
      case DoubleType number -> {
        if (Double.isFinite(values.getDouble(row))) {
          generator.writeNumberField(name, values.getDouble(row));
        }
      }
      case DecimalType number -> generator.writeNumberField(name, values.getDecimal(row));
      case StringType string -> generator.writeStringField(name, values.getString(row));
      case DateType date ->
          generator.writeStringField(name, LocalDate.ofEpochDay(values.getInt(row)).toString());
      case TimestampType time ->
          generator.writeStringField(name, instant(values.getLong(row)).toString());
      case TimestampNTZType time ->
          generator.writeStringField(
              name,
              LocalDateTime.ofInstant(instant(values.getLong(row)), ZoneOffset.UTC).toString());
      default -> {
        // No other type has bounds.
      }
    }
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
