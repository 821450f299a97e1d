package io.deltas3proxy.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.deltas3proxy.metrics.ReplicationSample.Counted;
import java.io.StringWriter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ReplicationCollectorTest {

  private final AtomicReference<Optional<ReplicationSample>> sample =
      new AtomicReference<>(Optional.empty());
  private final ProxyMetrics metrics = new ProxyMetrics(Clock.systemUTC(), System::nanoTime);

  private List<String> lines() {
    StringWriter text = new StringWriter();
    metrics.write(text);
    return text.toString()
        .lines()
        .filter(line -> line.startsWith("deltas3proxy_gateway_"))
        .toList();
  }

  @Test
  void replicationIsShownWithItsLabelsAndNotAtAllWhileItIsUnknown() {
    metrics.addReplication(sample::get);
    assertEquals(List.of(), lines());
    sample.set(
        Optional.of(
            new ReplicationSample(
                List.of(new Counted(List.of("add_replica", "queued"), 3)),
                12.5,
                List.of(new Counted(List.of("partial"), 2)),
                List.of(new Counted(List.of("helsinki", "active"), 7)),
                List.of(new Counted(List.of("add_replica", "completed"), 5)),
                4096)));
    assertEquals(
        List.of(
            "deltas3proxy_gateway_jobs{type=\"add_replica\",status=\"queued\",} 3.0",
            "deltas3proxy_gateway_replication_lag_seconds 12.5",
            "deltas3proxy_gateway_versions{sync_status=\"partial\",} 2.0",
            "deltas3proxy_gateway_replicas{backend=\"helsinki\",status=\"active\",} 7.0",
            "deltas3proxy_gateway_job_tries_total{type=\"add_replica\",status=\"completed\",} 5.0",
            "deltas3proxy_gateway_replicated_bytes_total 4096.0"),
        lines());
    sample.set(Optional.empty());
    assertFalse(lines().stream().anyMatch(line -> line.contains("lag")));
  }
}
