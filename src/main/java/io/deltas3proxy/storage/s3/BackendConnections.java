package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.PoolStatistics;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ConnectionShutdownException;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolStats;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The bounded pool of connections. The client is the minimal one: it follows no redirect, repeats
 * nothing, decodes nothing and keeps no cookies.
 */
final class BackendConnections implements AutoCloseable {

  private static final TimeValue CHECKED_AFTER = TimeValue.ofSeconds(1);
  private static final TimeValue IDLE_AT_MOST = TimeValue.ofSeconds(60);
  private static final TimeValue LIVES_AT_MOST = TimeValue.ofMinutes(10);

  private final HttpSettings settings;
  private final PoolingHttpClientConnectionManager pool;
  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor timer;
  private final Deadlines deadlines = new Deadlines();
  private final Future<?> sweeper;
  private final Future<?> idleCloser;

  BackendConnections(String storeName, HttpSettings settings, EndpointPolicy policy) {
    this.settings = settings;
    this.pool =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnTotal(settings.maxConnections())
            .setMaxConnPerRoute(settings.maxConnections())
            .setDnsResolver(policy.resolver())
            .setDefaultSocketConfig(
                SocketConfig.custom()
                    .setSoTimeout(timeout(settings.readTimeout()))
                    .setTcpNoDelay(true)
                    .setSoKeepAlive(true)
                    .build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(timeout(settings.connectTimeout()))
                    .setSocketTimeout(timeout(settings.readTimeout()))
                    .setValidateAfterInactivity(CHECKED_AFTER)
                    .setTimeToLive(LIVES_AT_MOST)
                    .build())
            .build();
    this.client = HttpClients.createMinimal(pool);
    ThreadFactory threads =
        Thread.ofPlatform().daemon().name("backend-deadlines-" + storeName).factory();
    this.timer = new ScheduledThreadPoolExecutor(1, threads);
    timer.setRemoveOnCancelPolicy(true);
    long period = IDLE_AT_MOST.toSeconds() / 2;
    long interval = Deadlines.INTERVAL.toMillis();
    this.sweeper =
        timer.scheduleWithFixedDelay(
            () -> deadlines.sweep(System.nanoTime()), interval, interval, TimeUnit.MILLISECONDS);
    this.idleCloser =
        timer.scheduleWithFixedDelay(this::closeIdle, period, period, TimeUnit.SECONDS);
  }

  /**
   * Sends a request once and returns when the head of the answer is there.
   *
   * @param deadlineNanos value of {@link System#nanoTime()} at which it is cut off
   */
  Exchange send(HttpUriRequestBase request, long deadlineNanos) throws IOException {
    long left = deadlineNanos - System.nanoTime();
    if (left <= 0) {
      throw new IOException("the deadline has passed");
    }
    request.setConfig(
        RequestConfig.custom()
            .setConnectionRequestTimeout(Timeout.ofMilliseconds(Math.max(1, left / 1_000_000)))
            .setResponseTimeout(timeout(settings.readTimeout()))
            .build());
    Deadlines.Watch watch = deadlines.watch(request, deadlineNanos);
    try {
      return new Exchange(
          request, client.executeOpen(targetOf(request), request, null), deadlines, deadlineNanos);
    } catch (CancellationException e) {
      throw new IOException("cut off at the deadline", e);
    } catch (IllegalStateException e) {
      throw new IOException("the store is closed", e);
    } finally {
      watch.end();
    }
  }

  /**
   * Holds one conversation over a connection of the pool, which can serve again only when all of it
   * went well.
   *
   * @param deadlineNanos value of {@link System#nanoTime()} until which a connection is waited for
   */
  StoreAnswer hold(HttpUriRequestBase message, Conversation conversation, long deadlineNanos)
      throws IOException {
    ConnectionEndpoint endpoint = lease(message, deadlineNanos);
    Deadlines.Watch watch =
        deadlines.watch(
            () -> {
              endpoint.close(CloseMode.IMMEDIATE);
              return true;
            },
            deadlineNanos);
    boolean servesAgain = false;
    try {
      HttpClientContext context = HttpClientContext.create();
      if (!endpoint.isConnected()) {
        pool.connect(endpoint, timeout(settings.connectTimeout()), context);
      }
      ClassicHttpResponse head =
          endpoint.execute(
              message.getMethod(),
              message,
              (request, connection, same) -> conversation.hold(request, connection, watch),
              context);
      servesAgain =
          conversation.isClean()
              && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(message, head, context);
      return conversation.answer();
    } catch (HttpException e) {
      throw new IOException("an answer that is not HTTP", e);
    } catch (ConnectionShutdownException e) {
      throw new IOException("the connection was closed", e);
    } finally {
      watch.end();
      if (!servesAgain) {
        endpoint.close(CloseMode.IMMEDIATE);
      }
      pool.release(
          endpoint,
          null,
          servesAgain ? TimeValue.NEG_ONE_MILLISECOND : TimeValue.ZERO_MILLISECONDS);
    }
  }

  /** How long calls of a kind may take. */
  CallTimes times(StoreCall.Kind kind) {
    return CallTimes.of(settings, kind);
  }

  private ConnectionEndpoint lease(HttpUriRequestBase message, long deadlineNanos)
      throws IOException {
    long left = Math.max(1, (deadlineNanos - System.nanoTime()) / 1_000_000);
    Timeout wait = Timeout.ofMilliseconds(left);
    HttpHost target =
        RoutingSupport.normalize(targetOf(message), DefaultSchemePortResolver.INSTANCE);
    try {
      return pool.lease(message.getMethod(), new HttpRoute(target), wait, null).get(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no free connection", e);
    } catch (IllegalStateException e) {
      throw new IOException("the store is closed", e);
    }
  }

  /** Where to connect to, whatever the header Host says. */
  private static HttpHost targetOf(HttpUriRequestBase request) {
    return new HttpHost(request.getScheme(), request.getAuthority());
  }

  private void closeIdle() {
    pool.closeIdle(IDLE_AT_MOST);
  }

  PoolStatistics statistics() {
    PoolStats stats = pool.getTotalStats();
    return new PoolStatistics(
        stats.getLeased(), stats.getAvailable(), stats.getPending(), stats.getMax());
  }

  private static Timeout timeout(Duration duration) {
    return Timeout.of(duration);
  }

  @Override
  public void close() {
    sweeper.cancel(false);
    idleCloser.cancel(false);
    timer.shutdownNow();
    client.close(CloseMode.IMMEDIATE);
  }
}
