package io.deltas3proxy.delta.kernel;

import io.delta.kernel.internal.util.ColumnMapping;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.deltas3proxy.delta.action.MalformedCommitException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names of columns: most readers take no schema in which one stands twice, in any case. */
final class ColumnNames {

  private ColumnNames() {}

  static void require(DataType type) throws MalformedCommitException {
    switch (type) {
      case StructType struct -> {
        Set<String> names = new HashSet<>();
        Set<String> physicalNames = new HashSet<>();
        for (StructField field : struct.fields()) {
          if (!names.add(field.getName().toLowerCase(Locale.ROOT))
              || !physicalNames.add(ColumnMapping.getPhysicalName(field))) {
            throw new MalformedCommitException("metaData with a column twice");
          }
          require(field.getDataType());
        }
      }
      case ArrayType array -> require(array.getElementType());
      case MapType map -> {
        require(map.getKeyType());
        require(map.getValueType());
      }
      default -> {
        // Has no names.
      }
    }
  }
}
