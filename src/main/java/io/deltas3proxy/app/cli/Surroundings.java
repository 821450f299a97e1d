package io.deltas3proxy.app.cli;

import io.deltas3proxy.admin.Administrator;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What a command is started in.
 *
 * @param environment all variables of the process
 * @param directory where {@code config.json} is looked for
 */
record Surroundings(
    Map<String, String> environment, Path directory, Clock clock, Administrator administrator) {
  Surroundings {
    environment = Map.copyOf(environment);
  }

  static Surroundings ofProcess() {
    String user = System.getProperty("user.name", "");
    return new Surroundings(
        System.getenv(),
        Path.of(""),
        Clock.systemUTC(),
        new Administrator("cli:" + (user.isEmpty() ? "unknown" : user)));
  }
}
