package dev.decorum.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.decorum.model.files.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hub, a network or somebody in between may do, and what is said or done about it. */
class HubFailuresTest {
  private static final String NAME = "owner/reward-model";

  @TempDir Path temp;

  private FakeHub hub;
  private Pulls pulls;

  @BeforeEach
  void start() throws IOException {
    hub = new FakeHub(NAME);
    hub.small("config.json", "{}")
        .small("tokenizer.json", "{}")
        .large("model.safetensors", PullerTest.random(100_000, 1));
    pulls = new Pulls(hub, temp);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void assertFails(String... parts) {
    String message = pulls.failure(NAME);
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  private void assertWeights() {
    assertEquals(
        Sha256.of(hub.file("model.safetensors").content()),
        Sha256.of(
            pulls
                .cache()
                .snapshot(ModelReference.parse(NAME).orElseThrow())
                .orElseThrow()
                .resolve("model.safetensors")));
  }

  private static String path(HttpExchange exchange) {
    return exchange.getRequestURI().getRawPath();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401||often there is no such repository, or it is private",
        "401||set HF_TOKEN to a token that may read it",
        "401|GatedRepo|is open only to those who accept its terms: accept them on http",
        "401|GatedRepo|/owner/reward-model, and set HF_TOKEN to a token of that account",
        "403|GatedRepo|is open only to those who accept its terms",
        "403||does not give owner/reward-model to users who are not logged in",
        "404|RepoNotFound|has no repository owner/reward-model, or you may not see it (404)",
        "404|RevisionNotFound|owner/reward-model has no revision main; see http",
        "404||knows nothing of owner/reward-model (404); is that the address of a hub? See HF_ENDP",
        "410||answers 410 for owner/reward-model",
        "418|Odd|answers 418, Odd for owner/reward-model",
        "407||a proxy requires a user name and a password (407)",
        "429||too many requests from here; more are allowed with a token in HF_TOKEN",
        "429||answers 429, even after 5 tries: too many",
        "500||answers 500, even after 5 tries: the server has failed",
        "503||the same command later goes on where this one stopped",
        "408||the request took too long"
      })
  void answersAreExplained(int status, String code, String said) {
    hub.faults.add(hub.refusing("/api/", status, code == null ? "" : code));
    assertFails(said);
    boolean isTriedAgain = status == 429 || status == 408 || status >= 500;
    assertEquals(isTriedAgain ? 5 : 1, hub.requests.size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401||refuses the token of HF_TOKEN (401), or there is no repository owner/reward-model",
        "403||to the account of the token of HF_TOKEN; it needs the right to read",
        "403|GatedRepo|accept them on http",
        "403|GatedRepo|the account of the token of HF_TOKEN has not"
      })
  void answersToATokenAreExplained(int status, String code, String said) {
    pulls.environment.put("HF_TOKEN", Pulls.TOKEN);
    hub.faults.add(hub.refusing("/api/", status, code == null ? "" : code));
    assertFails(said);
  }

  /** Files of a gated repository are listed to everybody. */
  @Test
  void filesCanBeRefusedThoughTheyAreListed() {
    hub.faults.add(hub.refusing("/resolve/", 403, "GatedRepo"));
    assertFails("accept its terms");
    hub.faults.clear();
    hub.faults.add(hub.refusing("/resolve/", 404, "EntryNotFound"));
    assertFails("lists a file of owner/reward-model that it does not have (404)");
    hub.faults.clear();
    hub.faults.add(hub.refusing("/blobs/", 403, ""));
    assertFails("where the hub keeps files of owner/reward-model, answers 403");
  }

  @Test
  void aRepositoryWithoutAModelSaysWhatItHas() {
    hub.files.clear();
    hub.small("config.json", "{}")
        .large("model.Q4_K_M.gguf", new byte[1])
        .large("tf_model.h5", new byte[1]);
    assertFails("has no weights that can be used", "there are model.Q4_K_M.gguf, tf_model.h5");
    hub.files.clear();
    hub.small("config.json", "{}");
    assertFails("there are none at all");
    hub.files.clear();
    hub.small("README.md", "");
    assertFails("has no config.json");
  }

  @Test
  void theListOfFilesMayHavePages() throws Exception {
    for (int i = 0; i < 50; i++) {
      hub.small("checkpoint-" + i + "/x.txt", "x");
    }
    hub.small("README.md", "# Last\n");
    hub.pageSize = 3;
    // The two small ones have the same content, which is fetched once.
    assertEquals(3, pulls.pull(NAME).files());
    assertEquals(18, hub.requests("GET", "/tree/").size());
  }

  @Test
  void pagesOfAnotherHostAreRefused() throws Exception {
    pulls.environment.put("HF_TOKEN", Pulls.TOKEN);
    hub.faults.add(
        exchange -> {
          if (!path(exchange).contains("/tree/")) {
            return false;
          }
          exchange
              .getResponseHeaders()
              .set("Link", "<" + hub.storeAddress() + "/x?cursor=1>; rel=\"next\"");
          FakeHub.json(exchange, "[]");
          return true;
        });
    assertFails("continues its list of files on another host", "which is refused");
    assertEquals(0, hub.count("GET", "store"));
  }

  @Test
  void aListWithoutAnEndIsLeft() {
    hub.faults.add(
        exchange -> {
          if (!path(exchange).contains("/tree/")) {
            return false;
          }
          exchange.getResponseHeaders().set("Link", "<" + path(exchange) + ">; rel=next");
          FakeHub.json(exchange, "[]");
          return true;
        });
    assertFails("the hub's list of the files of owner/reward-model has no end");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>Please log in</html>",
        "",
        "\"text\"",
        "{\"sha\":\"main\"}",
        "{\"sha\":\"../../../../../../../../../../../../etc/xx\"}",
        "{\"sha\":",
        "[]"
      })
  void whatIsNoAnswerOfAHubIsSaid(String answer) {
    hub.faults.add(
        exchange -> {
          FakeHub.text(exchange, 200, "text/html", answer.isEmpty() ? " " : answer);
          return true;
        });
    assertFails("answers with something that is not a hub's list", "wants you to log in first");
  }

  @Test
  void anAnswerWithoutEndIsLeft() {
    hub.faults.add(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
          for (int i = 0; i < 40; i++) {
            exchange.getResponseBody().write(spaces);
          }
          return true;
        });
    assertFails("more than 16777216 bytes, which cannot be right");
  }

  @Test
  void aLogInPageOnAnotherHostIsFollowedWithoutTheToken() {
    pulls.environment.put("HF_TOKEN", Pulls.TOKEN);
    hub.faults.add(
        exchange -> {
          boolean isHub = path(exchange).startsWith("/api/");
          if (isHub) {
            exchange.getResponseHeaders().set("Location", hub.storeAddress() + "/log-in");
            FakeHub.error(exchange, 302, "");
          } else {
            FakeHub.text(exchange, 200, "text/html", "<html>");
          }
          return true;
        });
    assertFails("answers with something that is not a hub's list");
    assertNoTokenAtTheStore();
    assertEquals(1, hub.count("GET", "store"));
  }

  private void assertNoTokenAtTheStore() {
    for (FakeHub.Request request : hub.requests) {
      assertEquals(
          request.server().equals("hub") ? "Bearer " + Pulls.TOKEN : null,
          request.headers().getFirst("Authorization"),
          request.toString());
      assertEquals("identity", request.headers().getFirst("Accept-encoding"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"})
  void theTokenGoesToTheHubAlone(String variable) throws Exception {
    pulls.environment.put(variable, " " + Pulls.TOKEN + "\n");
    pulls.pull(NAME);
    assertEquals(1, hub.count("GET", "store"));
    assertNoTokenAtTheStore();
    assertFalse(pulls.told.toString().contains(Pulls.TOKEN));
    assertFalse(pulls.settings().token().toString().contains(Pulls.TOKEN));
  }

  /** A repository that was renamed is found by a redirect, which may name the hub itself. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void redirectsOfTheHubToItselfAreFollowedWithTheToken(boolean naming) throws Exception {
    pulls.environment.put("HF_TOKEN", Pulls.TOKEN);
    hub.faults.add(
        exchange -> {
          if (!path(exchange).contains("/old/name")) {
            return false;
          }
          exchange
              .getResponseHeaders()
              .set(
                  "Location", exchange.getRequestURI().toString().replace("/old/name", "/" + NAME));
          FakeHub.error(exchange, 307, "");
          return true;
        });
    pulls.pull("old/name");
    assertNoTokenAtTheStore();
    assertTrue(pulls.cache().snapshot(ModelReference.parse("old/name").orElseThrow()).isPresent());
  }

  @Test
  void contentsMayBeRedirectedOn() throws Exception {
    pulls.environment.put("HF_TOKEN", Pulls.TOKEN);
    AtomicInteger hops = new AtomicInteger();
    hub.faults.add(
        exchange -> {
          if (!path(exchange).startsWith("/blobs/") || hops.incrementAndGet() > 10) {
            return false;
          }
          exchange.getResponseHeaders().set("Location", exchange.getRequestURI().toString());
          FakeHub.error(exchange, 302, "");
          return true;
        });
    pulls.pull(NAME);
    assertWeights();
    assertNoTokenAtTheStore();
  }

  @Test
  void redirectsInACircleAreLeft() {
    hub.faults.add(
        exchange -> {
          exchange.getResponseHeaders().set("Location", path(exchange));
          FakeHub.error(exchange, 302, "");
          return true;
        });
    assertFails("redirects more than 10 times");
    hub.faults.clear();
    hub.faults.add(
        exchange -> {
          if (path(exchange).startsWith("/api/")) {
            return false;
          }
          exchange.getResponseHeaders().set("Location", path(exchange));
          FakeHub.error(exchange, 302, "");
          return true;
        });
    assertFails("redirects more than 10 times");
  }

  @ParameterizedTest
  @CsvSource({
    "http://hub.example/x, redirects from https to http",
    "file:///etc/passwd, not a web address",
    "//, not a web address",
    "https://store.example:65536/x, 'redirects to store.example:65536, but there is no such port'",
    "https://store.example:99999999999/x, not a web address",
    "https://a b/, not a web address",
    "'', does not say where to"
  })
  void somePlacesAreNotGoneTo(String location, String said) {
    HubClient client =
        new HubClient(pulls.settings(), ModelReference.parse(NAME).orElseThrow(), Pacing.USUAL);
    HttpHeaders headers =
        HttpHeaders.of(Map.of("Location", List.of(location)), (name, value) -> true);
    HubException e =
        assertThrows(
            HubException.class,
            () -> client.redirected(URI.create("https://hub.example/y"), headers));
    assertTrue(String.valueOf(e.getMessage()).contains(said), e.getMessage());
  }

  @Test
  void failuresThatPassAreSatOut() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    int[] statuses = {503, 429, 408, 500, 0, 502, 504};
    hub.faults.add(
        exchange -> {
          int number = requests.getAndIncrement();
          if (number >= statuses.length || statuses[number] == 0) {
            return false;
          }
          FakeHub.error(exchange, statuses[number], "");
          return true;
        });
    pulls.pull(NAME);
    assertWeights();
    assertEquals(List.of(1L, 2L, 4L, 8L, 1L, 2L), seconds());
  }

  private List<Long> seconds() {
    return pulls.waits.stream().map(Duration::toSeconds).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7|7",
        "0|1",
        "100000|300",
        "Sun, 29 Nov 2026 12:00:09 GMT|9",
        "Sun, 29 Nov 2026 11:00:00 GMT|1",
        "soon|1",
        "-5|1",
        "99999999999999999999|1"
      })
  void theServerSaysWhenToComeAgain(String header, long wait) throws Exception {
    boolean[] done = new boolean[1];
    hub.faults.add(
        exchange -> {
          if (done[0]) {
            return false;
          }
          done[0] = true;
          exchange.getResponseHeaders().set("Retry-After", header);
          FakeHub.error(exchange, 429, "");
          return true;
        });
    pulls.pull(NAME);
    assertEquals(List.of(wait), seconds());
  }

  @Test
  void aHubThatSaysNothingIsLeftAndAskedAgain() throws Exception {
    pulls.idle = Duration.ofMillis(150);
    byte[] weights = hub.file("model.safetensors").content();
    AtomicInteger requests = new AtomicInteger();
    CountDownLatch second = new CountDownLatch(1);
    CountDownLatch third = new CountDownLatch(1);
    hub.faults.add(
        exchange -> {
          if (!path(exchange).startsWith("/blobs/")) {
            return false;
          }
          switch (requests.incrementAndGet()) {
            case 1 -> {
              exchange.sendResponseHeaders(200, weights.length);
              exchange.getResponseBody().write(weights, 0, 30_000);
              exchange.getResponseBody().flush();
              await(second);
            }
            case 2 -> {
              second.countDown();
              await(third); // not even a status
            }
            default -> {
              third.countDown();
              return false;
            }
          }
          return true;
        });
    pulls.pull(NAME);
    assertWeights();
    assertEquals(70_000, hub.served.get());
    assertTrue(pulls.told.toString().contains("nothing came for"), pulls.told.toString());
    assertTrue(pulls.told.toString().contains("does not answer"), pulls.told.toString());
  }

  /** Says nothing until the hub is asked again. */
  private static void await(CountDownLatch request) {
    try {
      assertTrue(request.await(20, TimeUnit.SECONDS), "nobody asked again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whereNobodyListensIsSaidAtOnce() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    pulls.environment.put("HF_ENDPOINT", "http://127.0.0.1:" + port);
    assertFails("127.0.0.1:" + port + " accepts no connection; see HF_ENDPOINT");
    assertEquals(List.of(), pulls.waits);
    pulls.environment.put("HTTP_PROXY", "http://127.0.0.1:" + port);
    assertFails("the proxy 127.0.0.1:" + port + " accepts no connection; see HTTPS_PROXY");
  }

  @Test
  void aHostThatIsNotKnownIsSaidAtOnce() {
    pulls.environment.put("HF_ENDPOINT", "https://no-such-hub.invalid");
    assertFails("no-such-hub.invalid: the host is unknown, or there is no network");
    assertEquals(List.of(), pulls.waits);
  }

  /** Somebody who does not know of encryption answers. */
  @Test
  void aConnectionThatIsNotSafeIsRefusedAtOnce() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      new Thread(() -> answerPlainly(server)).start();
      pulls.environment.put("HF_ENDPOINT", "https://127.0.0.1:" + server.getLocalPort());
      assertFails("no secure connection to 127.0.0.1", "-Djavax.net.ssl.trustStore=FILE");
    }
    assertEquals(List.of(), pulls.waits);
  }

  private static void answerPlainly(ServerSocket server) {
    while (true) {
      try (Socket socket = server.accept()) {
        byte[] answer = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        socket.getOutputStream().write(answer);
        socket.getOutputStream().flush();
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
      } catch (IOException e) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  @Test
  void aConnectionThatIsAlwaysCutIsLeftInTheEnd() {
    hub.faults.add(exchange -> true);
    assertFails("was cut (", "even after 5 tries", "the same command later goes on");
  }

  @Test
  void whatIsInTheCacheCanBeUsedWithoutTheHub() throws Exception {
    pulls.pull(NAME);
    hub.close();
    assertFails(
        "accepts no connection",
        "; what was fetched before is in the cache, though: -m owner/reward-model uses it");
    String other = pulls.failure(NAME + "@v2");
    assertFalse(other.contains("in the cache"), other);
  }

  @Test
  void aRedirectToNoPortIsSaid() {
    hub.faults.add(
        exchange -> {
          if (!path(exchange).endsWith("/config.json")) {
            return false;
          }
          exchange.getResponseHeaders().set("Location", "http://127.0.0.1:99999/x");
          FakeHub.error(exchange, 302, "");
          return true;
        });
    assertFails("redirects to 127.0.0.1:99999, but there is no such port");
  }

  @Test
  void aHubThatContradictsItselfIsSaid() {
    hub.faults.add(
        exchange -> {
          if (!exchange.getRequestMethod().equals("HEAD")) {
            return false;
          }
          exchange.getResponseHeaders().set("X-Repo-Commit", "f".repeat(40));
          FakeHub.error(exchange, 200, "");
          return true;
        });
    assertFails("config.json belongs to another commit");
    hub.faults.set(
        0,
        exchange -> {
          if (!exchange.getRequestMethod().equals("HEAD")) {
            return false;
          }
          FakeHub.error(exchange, 200, "");
          return true;
        });
    assertFails("config.json comes without an ETag");
  }

  @Test
  void aProxyIsAskedInsteadWithItsPassword() throws Exception {
    try (FakeHub proxy = new FakeHub(NAME)) {
      proxy.files.putAll(hub.files);
      pulls.environment.put("http_proxy", proxy.endpoint().replace("//", "//me:p%40ss@"));
      pulls.environment.put("HF_ENDPOINT", "http://hub.example:81");
      pulls.environment.put("NO_PROXY", "127.0.0.1");
      pulls.pull(NAME);
      assertWeights();
      String password =
          "Basic " + Base64.getEncoder().encodeToString("me:p@ss".getBytes(StandardCharsets.UTF_8));
      // Large files come straight from the other host, which NO_PROXY names.
      for (FakeHub.Request request : proxy.requests) {
        assertEquals(
            request.server().equals("hub") ? password : null,
            request.headers().getFirst("Proxy-authorization"));
      }
      proxy.faults.add(proxy.refusing("/", 407, ""));
      assertFails("the proxy 127.0.0.1:", "requires a user name and a password (407)");
    }
  }

  /** For https a proxy only passes bytes on, if it wants to. */
  @ParameterizedTest
  @CsvSource({
    "407 Proxy Authentication Required, requires a user name and a password (407)",
    "403 Forbidden, refuses connections to hub.example (403)"
  })
  void aProxyMayRefuseToPassOn(String status, String said) throws Exception {
    AtomicReference<String> asked = new AtomicReference<>("");
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread proxy = new Thread(() -> refuse(server, status, asked));
      proxy.start();
      pulls.environment.put("HTTPS_PROXY", "http://me:secret@127.0.0.1:" + server.getLocalPort());
      pulls.environment.put("HF_ENDPOINT", "https://hub.example");
      assertFails("the proxy 127.0.0.1:" + server.getLocalPort(), said);
    }
    assertTrue(
        String.valueOf(asked.get()).startsWith("CONNECT hub.example:443 HTTP/1.1\r\n"),
        asked.get());
    assertTrue(
        String.valueOf(asked.get()).contains("Proxy-Authorization: Basic bWU6c2VjcmV0\r\n"),
        asked.get());
  }

  private static void refuse(ServerSocket server, String status, AtomicReference<String> asked) {
    while (true) {
      try (Socket socket = server.accept()) {
        StringBuilder request = new StringBuilder();
        for (int c = 0; c >= 0 && request.indexOf("\r\n\r\n") < 0; ) {
          c = socket.getInputStream().read();
          request.append((char) c);
        }
        asked.set(request.toString());
        String answer = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n";
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
      } catch (IOException e) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }
}
