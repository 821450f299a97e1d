package io.deltas3proxy.s3.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.access.Caller;
import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.http.AddressRange;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.http.RequestLogFilter;
import io.deltas3proxy.http.TrustedProxies;
import io.deltas3proxy.limits.Allowance;
import io.deltas3proxy.limits.LimitSettings;
import io.deltas3proxy.limits.Limits;
import io.deltas3proxy.s3.protocol.RawRequest;
import io.deltas3proxy.s3.protocol.S3Command;
import io.deltas3proxy.testing.FilteredServer;
import io.deltas3proxy.testing.RawHttp;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The filter behind one that says who calls, in front of a servlet that is told what to do. */
class LimitFilterTest {

  private static final String ALICE = "X-Test-User: alice";
  private static final String KEY = "X-Test-Key: AKIA1";

  private final AtomicLong nanos = new AtomicLong();
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final AtomicInteger served = new AtomicInteger();
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private @Nullable FilteredServer server;

  private RawHttp limited(Allowance everyone) {
    LimitSettings settings = new LimitSettings(everyone, Map.of("free", Allowance.UNLIMITED));
    FilteredServer started =
        new FilteredServer(
            new Told(),
            List.of(
                new RequestLogFilter(
                    System::nanoTime,
                    lines::add,
                    new TrustedProxies(List.of(AddressRange.parse("127.0.0.1")))),
                new S3ErrorFilter(new CorsSettings(List.of(), Duration.ZERO)),
                new Believing(),
                new LimitFilter(new Limits(settings, nanos::get))));
    server = started;
    return new RawHttp(started.uri("/").getPort());
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** Takes the caller from headers. */
  private static final class Believing extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      String key = request.getHeader("X-Test-Key");
      String user = request.getHeader("X-Test-User");
      Caller caller = Caller.claiming(key);
      Identity identity = null;
      if (user != null) {
        Principal principal = new Principal(user, new TreeSet<>(), false);
        caller = new Caller(principal, key);
        String token = request.getHeader("X-Test-Token");
        identity = new Identity(String.valueOf(key), "secret", token, null, principal);
      }
      RawRequest raw = new RawRequest("GET", "", "/", null, new ServletHeaders(request));
      new S3Exchange(new S3Command.Preflight(), caller, identity, raw).attachTo(request);
      chain.doFilter(request, response);
    }
  }

  private final class Told extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      served.incrementAndGet();
      switch (request.getRequestURI()) {
        case "/waits" -> {
          inside.countDown();
          try {
            assertTrue(goOn.await(10, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        }
        case "/breaks" -> {
          response.setContentLength(100);
          response.getOutputStream().write(1);
          response.flushBuffer();
          throw new IOException("broke off");
        }
        default -> {
          byte[] body = new byte[1000];
          response.setContentLength(body.length);
          response.getOutputStream().write(body);
          RequestContext.of(request).addBytesSent(body.length);
        }
      }
    }
  }

  @Test
  void whatIsOverTheLimitIsToldToSlowDownAndGoesNoFurther() throws Exception {
    RawHttp http = limited(new Allowance(2, 0, 0));
    assertEquals(200, http.get("/", ALICE, KEY).status());
    assertEquals(200, http.get("/", ALICE, KEY).status());
    RawHttp.Answer refused = http.get("/", ALICE, KEY);
    assertEquals(503, refused.status());
    assertEquals("SlowDown", refused.code());
    assertEquals("1", refused.header("Retry-After").orElseThrow());
    assertFalse(refused.everything().contains("requestsPerSecond"), refused.everything());
    assertEquals(2, served.get());
    awaitLine(" status=503 ", "denial=\"over the limit requestsPerSecond\"");
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertEquals(200, http.get("/", ALICE, KEY).status());
  }

  @Test
  void theBodyOfARefusedUploadIsNotWaitedFor() {
    RawHttp http = limited(new Allowance(1, 0, 0));
    http.get("/", ALICE, KEY);
    RawHttp.Answer refused =
        http.exchange(
            "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n"
                + "Expect: 100-continue\r\n"
                + ALICE
                + "\r\n"
                + KEY
                + "\r\n\r\n");
    assertEquals(503, refused.status());
  }

  @Test
  void keysAreApartAndUsersMayBeFree() {
    RawHttp http = limited(new Allowance(1, 0, 0));
    assertEquals(200, http.get("/", ALICE, KEY).status());
    assertEquals(503, http.get("/", ALICE, KEY).status());
    assertEquals(200, http.get("/", ALICE, "X-Test-Key: AKIA2").status());
    assertEquals(200, http.get("/", "X-Test-User: free", "X-Test-Key: AKIA3").status());
    assertEquals(200, http.get("/", "X-Test-User: free", "X-Test-Key: AKIA3").status());
  }

  @Test
  void allSessionsOfAUserCountTogether() {
    RawHttp http = limited(new Allowance(1, 0, 0));
    String token = "X-Test-Token: t";
    assertEquals(200, http.get("/", ALICE, "X-Test-Key: ASIA1", token).status());
    assertEquals(503, http.get("/", ALICE, "X-Test-Key: ASIA2", token).status());
    assertEquals(200, http.get("/", ALICE, KEY).status());
  }

  @Test
  void whoeverIsAnonymousCountsByNetworkWhateverKeyTheyName() {
    RawHttp http = limited(new Allowance(1, 0, 0));
    assertEquals(200, http.get("/", KEY).status());
    assertEquals(503, http.get("/", "X-Test-Key: AKIA2").status());
    assertEquals(503, http.get("/").status());
    assertEquals(200, http.get("/", ALICE, KEY).status());
    assertEquals(200, http.get("/", "X-Forwarded-For: 203.0.113.9").status());
    assertEquals(200, http.get("/", "X-Forwarded-For: 2001:db8::1").status());
    assertEquals(503, http.get("/", "X-Forwarded-For: 2001:db8::2").status());
    assertEquals(200, http.get("/", "X-Forwarded-For: 2001:db8:0:1::2").status());
  }

  @Test
  void aPlaceIsHeldUntilTheAnswerIsSentAndComesBackOnceAlsoWhenItBreaksOff() throws Exception {
    RawHttp http = limited(new Allowance(0, 1, 0));
    CompletableFuture<RawHttp.Answer> slow =
        CompletableFuture.supplyAsync(() -> http.get("/waits", ALICE, KEY));
    assertTrue(inside.await(10, TimeUnit.SECONDS));
    assertEquals("SlowDown", http.get("/", ALICE, KEY).code());
    goOn.countDown();
    assertEquals(200, slow.get(10, TimeUnit.SECONDS).status());
    awaitLine(" status=200 ");
    assertFalse(http.get("/breaks", ALICE, KEY).whole());
    awaitLine(" aborted=true");
    assertEquals(200, http.get("/", ALICE, KEY).status());
  }

  @Test
  void bytesThatWereSentAreADebt() throws Exception {
    RawHttp http = limited(new Allowance(0, 0, 400));
    assertEquals(200, http.get("/", ALICE, KEY).status());
    awaitLine(" bytes=1000 ");
    RawHttp.Answer refused = http.get("/", ALICE, KEY);
    assertEquals("SlowDown", refused.code());
    assertEquals("2", refused.header("Retry-After").orElseThrow());
    nanos.addAndGet(Duration.ofMillis(1500).toNanos());
    assertEquals(200, http.get("/", ALICE, KEY).status());
  }

  private void awaitLine(String... parts) throws InterruptedException {
    String line = "";
    while (!List.of(parts).stream().allMatch(line::contains)) {
      line = Objects.requireNonNull(lines.poll(10, TimeUnit.SECONDS), "no such line");
    }
  }
}
