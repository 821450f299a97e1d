package io.deltas3proxy.gateway.provider;

import java.time.Duration;

/**
 * When a backend is not asked any more for a while.
 *
 * @param window calls that are looked at, 1 to 10,000
 * @param leastCalls of them before anything is decided, 1 to the window
 * @param failurePercent of them at which the backend is left alone, 1 to 100
 * @param pause until some calls are let through again
 * @param trials calls that are let through then; they decide, 1 to the window
 */
public record BreakerSettings(
    int window, int leastCalls, int failurePercent, Duration pause, int trials) {

  public static final BreakerSettings DEFAULTS =
      new BreakerSettings(50, 10, 50, Duration.ofSeconds(15), 5);

  private static final int MOST_CALLS = 10_000;

  public BreakerSettings {
    require("window", window, MOST_CALLS);
    require("leastCalls", leastCalls, window);
    require("failurePercent", failurePercent, 100);
    require("trials", trials, window);
    if (pause.toMillis() < 1) {
      throw new IllegalArgumentException("pause is 1 ms or more, not " + pause);
    }
  }

  private static void require(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(name + " is 1 to " + most + ", not " + value);
    }
  }
}
