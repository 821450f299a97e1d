package io.deltas3proxy.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.function.Supplier;

/** Gives what is known of the gateway's backends when somebody looks. */
final class GatewayBackendCollector extends Collector {

  private static final String PREFIX = "deltas3proxy_gateway_backend_";
  private static final List<String> BACKEND = List.of("backend");

  private final Supplier<List<GatewayBackendSample>> backends;

  GatewayBackendCollector(Supplier<List<GatewayBackendSample>> backends) {
    this.backends = backends;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    GaugeMetricFamily usable =
        new GaugeMetricFamily(PREFIX + "usable", "1 if it answered lately.", BACKEND);
    GaugeMetricFamily probe =
        new GaugeMetricFamily(
            PREFIX + "probe", "1 for what the last look found.", List.of("backend", "result"));
    GaugeMetricFamily seconds =
        new GaugeMetricFamily(PREFIX + "probe_seconds", "Time that the last look took.", BACKEND);
    GaugeMetricFamily breaker =
        new GaugeMetricFamily(
            PREFIX + "breaker", "1 for the state of its breaker.", List.of("backend", "state"));
    GaugeMetricFamily requests =
        new GaugeMetricFamily(PREFIX + "requests", "Calls and bodies under way.", BACKEND);
    for (GatewayBackendSample sample : backends.get()) {
      List<String> name = List.of(sample.backend());
      usable.addMetric(name, sample.usable() ? 1 : 0);
      probe.addMetric(List.of(sample.backend(), sample.probe()), 1);
      seconds.addMetric(name, sample.probeSeconds());
      breaker.addMetric(List.of(sample.backend(), sample.breaker()), 1);
      requests.addMetric(name, sample.requests());
    }
    return List.of(usable, probe, seconds, breaker, requests);
  }
}
