package io.deltas3proxy.testing;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What clients have noted, apart from everything that they try: a line before each request is sent,
 * and one after each answer. Every content is another one, so that bytes tell where they are from.
 */
public final class WriteJournal implements AutoCloseable {

  /** What was asked for. */
  public enum Kind {
    PUT,
    COPY,
    COMPLETE,
    /** A delete marker. */
    MARK,
    /** The deletion of one version for good. */
    ERASE
  }

  /**
   * A request that is about to be sent.
   *
   * @param number of the line that it stands on
   * @param version that is to be erased; else empty
   * @param sha256 of the content, in hex; empty where there is none
   */
  public record Attempt(
      int number, Kind kind, String bucket, String key, String version, String sha256, long size) {}

  /**
   * What came back.
   *
   * @param status 0 where nothing came
   * @param version that was made; else empty
   */
  public record Answer(int status, String version) {
    public static final Answer NONE = new Answer(0, "");

    public boolean isAcknowledged() {
      return status / 100 == 2;
    }

    /** Whether it is known that nothing was done. */
    public boolean isRefused() {
      return status / 100 == 4;
    }
  }

  private final BufferedWriter lines;
  private final List<Attempt> attempts = new ArrayList<>();
  private final Map<Integer, Answer> answers = new HashMap<>();
  private final Map<Integer, Integer> answeredAt = new HashMap<>();
  private int line;

  /** Begins one in a new file. */
  public WriteJournal(Path file) throws IOException {
    lines = Files.newBufferedWriter(file);
  }

  /** Notes a request before it is sent. */
  public synchronized Attempt attempt(
      Kind kind, String bucket, String key, String version, String sha256, long size) {
    Attempt attempt = new Attempt(attempts.size(), kind, bucket, key, version, sha256, size);
    attempts.add(attempt);
    write(attempt.toString());
    return attempt;
  }

  /** Notes what came back. */
  public synchronized void answered(Attempt attempt, Answer answer) {
    answers.put(attempt.number(), answer);
    answeredAt.put(attempt.number(), line);
    write(attempt.number() + " " + answer);
  }

  private void write(String text) {
    line++;
    try {
      lines.write(text);
      lines.newLine();
      lines.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that were sent, the oldest first. */
  public synchronized List<Attempt> attempts() {
    return List.copyOf(attempts);
  }

  public synchronized Answer answer(Attempt attempt) {
    return answers.getOrDefault(attempt.number(), Answer.NONE);
  }

  /** Whether an attempt had its answer before another one began. */
  public synchronized boolean isBefore(Attempt attempt, Attempt other) {
    return answeredAt.getOrDefault(attempt.number(), Integer.MAX_VALUE) < other.number();
  }

  @Override
  public synchronized void close() throws IOException {
    lines.close();
  }
}
