package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The log as the shipped configuration writes it. */
class LogFormatTest {

  @Test
  void anEventIsOneLineWhateverItQuotes() throws Exception {
    String log =
        written(
            "a path ../x\n2026-01-01 ERROR fake\r\u2028\u001b[31m",
            new IllegalStateException("a column\nWARN fake"));
    assertEquals(1, log.lines().count(), log);
    assertTrue(log.contains("a path ../x | 2026-01-01 ERROR fake"), log);
    assertTrue(log.contains("IllegalStateException: a column | WARN fake | "), log);
    assertTrue(log.chars().noneMatch(c -> c < ' ' && c != '\n'), log);
  }

  /** Below that level they write headers and credentials down as they are. */
  @Test
  void librariesThatSeeSecretsSayNothingBelowInfoWhateverTheLevel() throws Exception {
    for (String file : List.of("logback.xml", "io/deltas3proxy/app/cli/logback-commands.xml")) {
      for (String name :
          List.of(
              "org.eclipse.jetty.http.HttpParser",
              "org.apache.hc.client5.http.wire",
              "software.amazon.awssdk.auth.signer.Aws4Signer")) {
        String log =
            logged(
                file,
                context -> {
                  Logger library = context.getLogger(name);
                  library.debug("Authorization: Bearer hidden");
                  library.info("of use");
                  context.getLogger("org.example").trace("detail");
                });
        assertFalse(log.contains("hidden"), name);
        assertTrue(log.contains("of use") && log.contains("detail"), log);
      }
    }
  }

  private static String written(String message, Exception failure) throws Exception {
    return logged(
        "logback.xml", context -> context.getLogger("io.deltas3proxy.test").warn(message, failure));
  }

  /** What a configuration writes that lets libraries say everything. */
  private static String logged(String file, Consumer<LoggerContext> events) throws Exception {
    PrintStream console = System.out;
    PrintStream errors = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    System.setErr(System.out);
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("PROXY_LIBRARY_LOG_LEVEL", "TRACE");
    try {
      JoranConfigurator configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(Path.of("src/main/resources", file).toFile());
      events.accept(context);
    } finally {
      context.stop();
      System.setOut(console);
      System.setErr(errors);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
