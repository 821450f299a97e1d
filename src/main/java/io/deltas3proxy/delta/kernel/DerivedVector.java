package io.deltas3proxy.delta.kernel;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.types.DataType;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Columns that are made of others. */
final class DerivedVector {

  private DerivedVector() {}

  /**
   * A struct whose fields are those of another one, as far as they are not given.
   *
   * @param type of the result; fields that are not given stand at the same place in the base
   */
  static ColumnVector struct(
      DataType type, ColumnVector base, Map<Integer, ColumnVector> children) {
    return new Derived(type, base) {
      @Override
      public boolean isNullAt(int row) {
        return base.isNullAt(row);
      }

      @Override
      public ColumnVector getChild(int ordinal) {
        ColumnVector child = children.get(ordinal);
        return child == null ? base.getChild(ordinal) : child;
      }
    };
  }

  /** A column of texts or maps; {@code null} for null. */
  static ColumnVector values(
      DataType type, ColumnVector base, IntFunction<@Nullable Object> values) {
    return new Derived(type, base) {
      @Override
      public boolean isNullAt(int row) {
        return values.apply(row) == null;
      }

      @Override
      public String getString(int row) {
        return (String) value(row);
      }

      @Override
      public MapValue getMap(int row) {
        return (MapValue) value(row);
      }

      private Object value(int row) {
        Object value = values.apply(row);
        if (value == null) {
          throw new IllegalStateException("no value in row " + row);
        }
        return value;
      }
    };
  }

  private abstract static class Derived implements ColumnVector {
    private final DataType type;
    private final ColumnVector base;

    Derived(DataType type, ColumnVector base) {
      this.type = type;
      this.base = base;
    }

    @Override
    public DataType getDataType() {
      return type;
    }

    @Override
    public int getSize() {
      return base.getSize();
    }

    @Override
    public void close() {
      base.close();
    }
  }
}
