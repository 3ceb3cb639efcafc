package dev.decorum.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks the hub for one repository: what is in it and where its files are. Every answer is taken as
 * untrusted, and the token goes to the hub's own host alone.
 *
 * <p>An {@link IOException} from here may be gone the next time; a {@link HubException} will not.
 */
final class HubClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST_JSON = 16 << 20;
  private static final int MOST_REDIRECTS = 10;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> LATER = Set.of(408, 429);
  private static final Pattern NEXT =
      Pattern.compile("<([^<>]*)>\\s*;[^,]*\\brel=\"?next\"?", Pattern.CASE_INSENSITIVE);

  private final URI endpoint;
  private final HubSettings.@Nullable Token token;
  private final HubProxies proxies;
  private final Pacing pacing;
  private final HttpClient http;
  private final HubFailures failures;
  private volatile boolean answered;

  /** An answer whose content is still to be read. */
  record Reply(URI uri, int status, HttpHeaders headers, Body body) implements AutoCloseable {
    @Override
    public void close() {
      body.close();
    }
  }

  /** A page of a list, and where the next one is. */
  record Page(JsonNode json, Optional<URI> next) {}

  /**
   * What is known of a file before it is fetched.
   *
   * @param headers what the hub says of it
   * @param location where its content is
   */
  record FileInfo(HttpHeaders headers, URI location) {}

  HubClient(HubSettings settings, ModelReference reference, Pacing pacing) {
    this.endpoint = settings.endpoint();
    this.token = settings.token().orElse(null);
    this.proxies = settings.proxies();
    this.pacing = pacing;
    this.failures = new HubFailures(endpoint, token, proxies, reference);
    letProxiesAskForPasswords();
    this.http =
        HttpClient.newBuilder()
            // Version 2 gains nothing for one file after the other.
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(pacing.connect())
            .proxy(proxies)
            .build();
  }

  /**
   * Java refuses to send a password to a proxy that only passes bytes on, unless it is told so
   * before its client is used first.
   */
  private static void letProxiesAskForPasswords() {
    String property = "jdk.http.auth.tunneling.disabledSchemes";
    if (System.getProperty(property) == null) {
      System.setProperty(property, "");
    }
  }

  /** How failures of this client are put into words. */
  HubFailures failures() {
    return failures;
  }

  /** Whether anybody has ever answered. */
  boolean hasAnswered() {
    return answered;
  }

  /** The address of the part of the hub's interface that tells of a repository. */
  URI api(RepositoryId repository, String kind, String revision) {
    return URI.create(
        endpoint + "/api/models/" + repository + "/" + kind + "/" + encoded(revision));
  }

  private URI file(RepositoryId repository, String commit, String path) {
    String encodedPath =
        Stream.of(path.split("/", -1)).map(HubClient::encoded).collect(Collectors.joining("/"));
    return URI.create(endpoint + "/" + repository + "/resolve/" + commit + "/" + encodedPath);
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Fetches JSON from the hub. */
  Page json(URI uri) throws IOException, InterruptedException {
    try (Reply reply = get(uri, 0)) {
      byte[] bytes = reply.body().readAll(LARGEST_JSON, failures.host(reply.uri()));
      try {
        JsonNode json = JSON.readTree(bytes);
        if (json != null && json.isContainerNode()) {
          return new Page(json, next(reply));
        }
      } catch (JsonProcessingException e) {
        throw failures.noJson(reply.uri(), e);
      }
      throw failures.noJson(reply.uri(), null);
    }
  }

  private Optional<URI> next(Reply reply) {
    for (String link : reply.headers().allValues("Link")) {
      Matcher next = NEXT.matcher(link);
      if (next.find()) {
        URI uri = resolved(reply.uri(), next.group(1));
        if (!isSameOrigin(uri, reply.uri())) {
          throw new HubException(
              failures.host(reply.uri())
                  + " continues its list of files on another host, "
                  + failures.host(uri)
                  + ", which is refused");
        }
        return Optional.of(uri);
      }
    }
    return Optional.empty();
  }

  /** Asks what a file is and where, without fetching it. */
  FileInfo head(RepositoryId repository, String commit, String path)
      throws IOException, InterruptedException {
    URI uri = file(repository, commit, path);
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpResponse<Void> response =
          send(
              request(uri).method("HEAD", HttpRequest.BodyPublishers.noBody()),
              uri,
              HttpResponse.BodyHandlers.discarding());
      if (!REDIRECTS.contains(response.statusCode())) {
        check(uri, response.statusCode(), response.headers());
        return new FileInfo(response.headers(), uri);
      }
      URI next = redirected(uri, response.headers());
      // To another host: that is where the content is, but what it is, is said here.
      boolean isKnown = response.headers().firstValue("X-Linked-Etag").isPresent();
      if (hasHost(response.headers()) && (isKnown || !isSameOrigin(next, endpoint))) {
        return new FileInfo(response.headers(), next);
      }
      uri = next;
    }
    throw tooManyRedirects(uri);
  }

  /**
   * Begins to fetch something.
   *
   * @param from how many bytes are here already and should be left out
   */
  Reply get(URI start, long from) throws IOException, InterruptedException {
    URI uri = start;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpRequest.Builder request = request(uri).GET();
      if (from > 0) {
        request.header("Range", "bytes=" + from + "-");
      }
      HttpResponse<Body> response = send(request, uri, info -> new Body(pacing.idle()));
      // A proxy that lets nobody through leaves none.
      Body body = Objects.requireNonNullElseGet(response.body(), () -> new Body(pacing.idle()));
      Reply reply = new Reply(uri, response.statusCode(), response.headers(), body);
      boolean isRedirect = REDIRECTS.contains(reply.status());
      boolean isStale = from > 0 && reply.status() == 416;
      if (!isRedirect && (reply.status() < 300 || isStale)) {
        return reply;
      }
      reply.close();
      if (!isRedirect) {
        check(uri, reply.status(), reply.headers());
      }
      uri = redirected(uri, reply.headers());
    }
    throw tooManyRedirects(uri);
  }

  private HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(pacing.idle())
            // Sizes and places in a file are those of the file, not of something compressed.
            .header("Accept-Encoding", "identity")
            .header("User-Agent", "decorum");
    if (token != null && isSameOrigin(uri, endpoint)) {
      request.header("Authorization", "Bearer " + token.secret());
    }
    proxies.authorization(uri).ifPresent(value -> request.header("Proxy-Authorization", value));
    return request;
  }

  private <T> HttpResponse<T> send(
      HttpRequest.Builder request, URI uri, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    try {
      HttpResponse<T> response = http.send(request.build(), handler);
      answered = true;
      return response;
    } catch (IOException e) {
      throw failures.connection(uri, e);
    }
  }

  private void check(URI uri, int status, HttpHeaders headers) throws IOException {
    if (status >= 200 && status < 300) {
      return;
    }
    if (LATER.contains(status) || status >= 500) {
      throw new RetryableStatusException(
          failures.host(uri) + " answers " + status, status, retryAfter(headers));
    }
    throw failures.answer(uri, status, headers);
  }

  private @Nullable Duration retryAfter(HttpHeaders headers) {
    String text = headers.firstValue("Retry-After").orElse("").strip();
    if (text.matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      ZonedDateTime then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(pacing.clock().instant(), then.toInstant());
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static boolean hasHost(HttpHeaders headers) {
    return URI.create(headers.firstValue("Location").orElse("")).getRawAuthority() != null;
  }

  /** Where an answer points to, if one may go there. */
  URI redirected(URI uri, HttpHeaders headers) {
    String location = headers.firstValue("Location").orElse("");
    if (location.isEmpty()) {
      throw new HubException(failures.host(uri) + " redirects, but does not say where to");
    }
    return resolved(uri, location);
  }

  private URI resolved(URI uri, String location) {
    try {
      URI next = uri.resolve(new URI(location));
      String scheme = String.valueOf(next.getScheme()).toLowerCase(Locale.ROOT);
      if (next.getHost() != null && (scheme.equals("https") || scheme.equals("http"))) {
        if (scheme.equals("http") && "https".equalsIgnoreCase(uri.getScheme())) {
          throw new HubException(
              failures.host(uri)
                  + " redirects from https to http, to "
                  + failures.host(next)
                  + ", which is refused");
        }
        if (next.getPort() > HubSettings.HIGHEST_PORT) {
          throw new HubException(
              failures.host(uri)
                  + " redirects to "
                  + failures.host(next)
                  + ", but there is no such port");
        }
        return next;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new HubException(
        failures.host(uri) + " redirects to something that is not a web address");
  }

  private HubException tooManyRedirects(URI uri) {
    return new HubException(
        failures.host(uri) + " redirects more than " + MOST_REDIRECTS + " times");
  }

  private static boolean isSameOrigin(URI a, URI b) {
    return a.getScheme().equalsIgnoreCase(b.getScheme())
        && a.getHost().equalsIgnoreCase(b.getHost())
        && port(a) == port(b);
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0
        ? uri.getPort()
        : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }
}
