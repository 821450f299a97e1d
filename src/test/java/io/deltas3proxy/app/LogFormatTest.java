package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

  private static String written(String message, Exception failure) throws Exception {
    PrintStream console = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    try {
      JoranConfigurator configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(Path.of("src/main/resources/logback.xml").toFile());
      context.getLogger("io.deltas3proxy.test").warn(message, failure);
    } finally {
      context.stop();
      System.setOut(console);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
