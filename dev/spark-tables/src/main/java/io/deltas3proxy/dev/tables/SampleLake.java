package io.deltas3proxy.dev.tables;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** The small lake of the first run: trades of four exchanges, and the instruments traded there. */
final class SampleLake {

  private static final Map<String, List<String>> SYMBOLS =
      Map.of(
          "XLON", List.of("VOD", "BARC", "SHEL"),
          "XETR", List.of("SAP", "SIE", "BMW"),
          "XPAR", List.of("MC", "TTE", "AIR"),
          "XMIL", List.of("ENI", "ISP", "RACE"));
  private static final List<String> EXCHANGES = List.of("XETR", "XLON", "XMIL", "XPAR");
  private static final Instant OPENING = Instant.parse("2026-01-05T08:00:00Z");
  private static final int TRADES_PER_BATCH = 48;

  private static final StructType TRADE =
      StructType.fromDDL(
          "trade_id BIGINT, ts TIMESTAMP, symbol STRING, price DECIMAL(18,4), quantity INT,"
              + " side STRING, MIC STRING");

  private final Lake lake;
  private final Random random = new Random(20260105);
  private long nextTrade = 1;

  SampleLake(Lake lake) {
    this.lake = lake;
  }

  void write() {
    writeTrades();
    writeReference();
  }

  /**
   * Appends, deletion vectors by DELETE and UPDATE, an OPTIMIZE, a checkpoint, commits after it.
   * Before the last append the table gives up deletion vectors, so that readers that do not know
   * them (PyArrow datasets of delta-rs) can open the newest version.
   */
  private void writeTrades() {
    lake.sql(
        "CREATE TABLE @trades@ ("
            + TRADE.toDDL()
            + ") USING delta PARTITIONED BY (MIC)"
            + " TBLPROPERTIES ('delta.enableDeletionVectors' = 'true',"
            + " 'delta.randomizeFilePrefixes' = 'true', 'delta.randomPrefixLength' = '2',"
            // Files that left the table stay readable, so that time travel works for ever.
            + " 'delta.logRetentionDuration' = 'interval 5200 weeks',"
            + " 'delta.deletedFileRetentionDuration' = 'interval 5200 weeks',"
            + " 'delta.checkpointInterval' = '10')");
    for (int i = 0; i < 4; i++) {
      appendTrades();
    }
    lake.sql(
        "DELETE FROM @trades@ WHERE quantity < 150",
        "OPTIMIZE @trades@ WHERE MIC = 'XLON'");
    appendTrades();
    lake.sql("UPDATE @trades@ SET price = price + 0.5 WHERE symbol IN ('SAP', 'AIR', 'SHEL')");
    appendTrades();
    lake.sql(
        "DELETE FROM @trades@ WHERE side = 'SELL' AND symbol IN ('ISP', 'BMW')",
        "ALTER TABLE @trades@ DROP FEATURE deletionVectors");
    appendTrades();
  }

  private void appendTrades() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < TRADES_PER_BATCH; i++) {
      String exchange = EXCHANGES.get(i % EXCHANGES.size());
      List<String> symbols = SYMBOLS.get(exchange);
      rows.add(
          RowFactory.create(
              nextTrade,
              Timestamp.from(OPENING.plusSeconds(nextTrade * 37)),
              symbols.get(random.nextInt(symbols.size())),
              BigDecimal.valueOf(10_0000 + random.nextInt(490_0000), 4),
              50 * (1 + random.nextInt(40)),
              random.nextBoolean() ? "BUY" : "SELL",
              exchange));
      nextTrade++;
    }
    lake.append("trades", TRADE, rows);
  }

  private void writeReference() {
    StructType instrument =
        StructType.fromDDL("symbol STRING, MIC STRING, currency STRING, lot_size INT");
    List<Row> rows = new ArrayList<>();
    for (String exchange : EXCHANGES) {
      for (String symbol : SYMBOLS.get(exchange)) {
        String currency = exchange.equals("XLON") ? "GBP" : "EUR";
        rows.add(RowFactory.create(symbol, exchange, currency, exchange.equals("XMIL") ? 1 : 10));
      }
    }
    lake.append("reference", instrument, rows);
  }
}
