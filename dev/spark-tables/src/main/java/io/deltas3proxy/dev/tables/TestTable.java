package io.deltas3proxy.dev.tables;

import java.util.function.Consumer;

/**
 * One table of the test family.
 *
 * @param name its directory
 * @param purpose what it is for, in one sentence
 * @param writer writes it into the lake under that name
 */
record TestTable(String name, String purpose, Consumer<Lake> writer) {

  /** A writer that only runs SQL, in which {@code @t@} stands for the table. */
  static TestTable ofSql(String name, String purpose, String... statements) {
    return new TestTable(name, purpose, lake -> sql(lake, name, statements));
  }

  static void sql(Lake lake, String name, String... statements) {
    for (String statement : statements) {
      lake.sql(statement.replace("@t@", "@" + name + "@"));
    }
  }

  /** The usual small table: a number, and an exchange to partition by. */
  static String create(String... properties) {
    return "CREATE TABLE @t@ (id INT, MIC STRING) USING delta PARTITIONED BY (MIC)"
        + properties(properties);
  }

  static String properties(String... properties) {
    if (properties.length == 0) {
      return "";
    }
    StringBuilder text = new StringBuilder(" TBLPROPERTIES (");
    for (int i = 0; i < properties.length; i++) {
      String[] pair = properties[i].split("=", 2);
      text.append(i == 0 ? "" : ", ");
      text.append('\'').append(pair[0]).append("' = '").append(pair[1]).append('\'');
    }
    return text.append(')').toString();
  }
}
