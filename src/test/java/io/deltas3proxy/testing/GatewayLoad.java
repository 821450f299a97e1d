package io.deltas3proxy.testing;

import io.deltas3proxy.testing.WriteJournal.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Several clients that write, copy, upload and delete without pause, each under keys of its own.
 */
public final class GatewayLoad implements AutoCloseable {

  private static final int CLIENTS = 6;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore acknowledged = new Semaphore(0);
  private final Semaphore answered = new Semaphore(0);
  private final List<Future<?>> clients = new ArrayList<>();
  private final GatewayWriter writer;
  private volatile boolean stopped;

  private GatewayLoad(GatewayWriter writer) {
    this.writer = writer;
  }

  /**
   * Starts it.
   *
   * @param name that its keys begin with
   */
  public static GatewayLoad start(GatewayWriter writer, String name) {
    GatewayLoad load = new GatewayLoad(writer);
    for (int i = 0; i < CLIENTS; i++) {
      String prefix = name + "/" + i + "/";
      int seed = i;
      load.clients.add(load.threads.submit(() -> load.run(prefix, new Random(seed))));
    }
    return load;
  }

  private void run(String prefix, Random random) {
    for (int i = 0; !stopped; i++) {
      GatewayCluster.Bucket at =
          random.nextBoolean() ? GatewayCluster.Bucket.FINLAND : GatewayCluster.Bucket.WORLD;
      String bucket = at.bucketName();
      String key = prefix + i;
      String content = "of " + key + " " + "z".repeat(random.nextInt(200_000));
      try {
        change(bucket, key, content, random.nextInt(6));
      } catch (SdkException e) {
        // An upload that did not come to its end: nothing of it was noted.
        answered.release();
      }
    }
  }

  private void change(String bucket, String key, String content, int kind) {
    Answer first =
        note(kind == 5 ? upload(bucket, key, content) : writer.put(bucket, key, content));
    if (!first.isAcknowledged()) {
      return;
    }
    switch (kind) {
      case 1 -> note(writer.put(bucket, key, content + " and again"));
      case 2 -> note(writer.mark(bucket, key));
      case 3 -> note(writer.erase(bucket, key, first.version()));
      case 4 -> note(writer.copy(bucket, key, key + "-copy", content));
      default -> {
        // It stays as it is.
      }
    }
  }

  private Answer upload(String bucket, String key, String content) {
    return writer.complete(writer.part(writer.begin(bucket, key, content)));
  }

  private Answer note(Answer answer) {
    answered.release();
    if (answer.isAcknowledged()) {
      acknowledged.release();
    }
    return answer;
  }

  /** Waits for so many more good answers. */
  public void awaitAnswers(int count) throws InterruptedException {
    acknowledged.acquire(count);
  }

  /** Waits for so many more ends of requests, whatever they are. */
  public void awaitEnds(int count) throws InterruptedException {
    answered.acquire(count);
  }

  /** Ends it when each client has got its last answer. */
  public void stop() throws Exception {
    stopped = true;
    for (Future<?> client : clients) {
      client.get();
    }
  }

  @Override
  public void close() {
    stopped = true;
    threads.close();
  }
}
