package dev.decorum.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.decorum.model.files.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A hub of one repository on this machine: one server as the hub, another as the host that keeps
 * large files, as the real one has it. Answers can be replaced and contents cut off.
 */
public final class FakeHub implements AutoCloseable {
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    // Else every answer waits 40 ms for an acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** Answers a request in the hub's place, or returns false to let it answer. */
  interface Fault {
    boolean answer(HttpExchange exchange) throws IOException;
  }

  /** A request as it came. */
  record Request(String server, String method, String path, Headers headers) {}

  /** A file in the repository; large ones lie on the other host. */
  static final class Stored {
    private final byte[] content;
    private final boolean large;

    Stored(byte[] content, boolean large) {
      this.content = content;
      this.large = large;
    }

    byte[] content() {
      return content;
    }

    boolean isLarge() {
      return large;
    }

    String hash() {
      return large ? Sha256.of(content) : gitHash(content);
    }
  }

  final String repository;
  final Map<String, Stored> files = new LinkedHashMap<>();
  final Map<String, String> revisions = new ConcurrentHashMap<>(Map.of("main", COMMIT));
  final List<Request> requests = new CopyOnWriteArrayList<>();
  final List<Fault> faults = new CopyOnWriteArrayList<>();

  /** After how many bytes the next answers with large contents are cut off. */
  final ConcurrentLinkedDeque<Integer> cuts = new ConcurrentLinkedDeque<>();

  final AtomicLong served = new AtomicLong();
  int pageSize = 1000;
  boolean ranges = true;

  /** Whether the list of files has their hashes. */
  boolean listsHashes = true;

  private final HttpServer hub;
  private final HttpServer store;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** Starts a hub with a repository of this name and nothing in it. */
  public FakeHub(String repository) throws IOException {
    this.repository = repository;
    hub = start("hub");
    store = start("store");
  }

  private HttpServer start(String name) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> serve(name, exchange));
    server.start();
    return server;
  }

  /** The address of the hub. */
  public String endpoint() {
    return address(hub);
  }

  String storeAddress() {
    return address(store);
  }

  private static String address(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Puts a small file into the repository. */
  public FakeHub small(String path, String content) {
    return small(path, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Puts a small file into the repository. */
  public FakeHub small(String path, byte[] content) {
    files.put(path, new Stored(content, false));
    return this;
  }

  /** Puts a large file into the repository. */
  public FakeHub large(String path, byte[] content) {
    files.put(path, new Stored(content, true));
    return this;
  }

  Stored file(String path) {
    return Objects.requireNonNull(files.get(path), path);
  }

  /** How many requests of this kind came. */
  long count(String method, String server) {
    return requests.stream()
        .filter(request -> request.method().equals(method) && request.server().equals(server))
        .count();
  }

  List<Request> requests(String method, String part) {
    return requests.stream()
        .filter(request -> request.method().equals(method) && request.path().contains(part))
        .toList();
  }

  static String gitHash(byte[] content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private void serve(String server, HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    Headers headers = new Headers();
    headers.putAll(exchange.getRequestHeaders());
    requests.add(new Request(server, exchange.getRequestMethod(), path, headers));
    try {
      for (Fault fault : faults) {
        if (fault.answer(exchange)) {
          return;
        }
      }
      if (server.equals("store")) {
        blob(exchange, path.replaceFirst(".*/", ""));
      } else if (path.startsWith("/api/models/" + repository + "/revision/")) {
        revision(exchange, path.replaceFirst(".*/", ""));
      } else if (path.startsWith("/api/models/" + repository + "/tree/" + COMMIT)) {
        tree(exchange);
      } else if (path.startsWith("/" + repository + "/resolve/" + COMMIT + "/")) {
        resolve(exchange, path.substring(path.indexOf(COMMIT) + COMMIT.length() + 1));
      } else {
        error(exchange, 404, "RepoNotFound");
      }
    } finally {
      exchange.close();
    }
  }

  private void revision(HttpExchange exchange, String encoded) throws IOException {
    String commit = revisions.get(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
    if (commit == null) {
      error(exchange, 404, "RevisionNotFound");
    } else {
      json(exchange, "{\"id\":\"" + repository + "\",\"sha\":\"" + commit + "\"}");
    }
  }

  private void tree(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    int from = query.contains("cursor=") ? Integer.parseInt(query.replaceAll(".*cursor=", "")) : 0;
    List<Map.Entry<String, Stored>> all = new ArrayList<>(files.entrySet());
    ArrayNode page = JSON.createArrayNode();
    page.addObject().put("type", "directory").put("path", "onnx").put("oid", "00").put("size", 0);
    for (Map.Entry<String, Stored> file :
        all.subList(from, Math.min(all.size(), from + pageSize))) {
      byte[] content = file.getValue().content();
      ObjectNode entry = page.addObject().put("type", "file").put("size", content.length);
      entry.put("path", file.getKey());
      if (!listsHashes) {
        continue;
      }
      if (file.getValue().isLarge()) {
        entry.put("oid", gitHash("pointer".getBytes(StandardCharsets.UTF_8)));
        entry.putObject("lfs").put("oid", Sha256.of(content)).put("size", content.length);
      } else {
        entry.put("oid", gitHash(content));
      }
    }
    if (from + pageSize < all.size()) {
      exchange
          .getResponseHeaders()
          .add(
              "Link",
              "<"
                  + endpoint()
                  + exchange.getRequestURI().getRawPath()
                  + "?recursive=true&cursor="
                  + (from + pageSize)
                  + ">; rel=\"next\"");
    }
    json(exchange, page.toString());
  }

  private void resolve(HttpExchange exchange, String encoded) throws IOException {
    Stored file = files.get(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
    if (file == null) {
      error(exchange, 404, "EntryNotFound");
      return;
    }
    Headers headers = exchange.getResponseHeaders();
    headers.set("X-Repo-Commit", COMMIT);
    if (file.isLarge()) {
      headers.set("X-Linked-Etag", "\"" + file.hash() + "\"");
      headers.set("X-Linked-Size", String.valueOf(file.content().length));
      headers.set("ETag", "\"pointer\"");
      headers.set("Location", storeAddress() + "/blobs/" + file.hash() + "?Signature=secret");
      exchange.sendResponseHeaders(302, -1);
      return;
    }
    headers.set("ETag", "\"" + file.hash() + "\"");
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", String.valueOf(file.content().length));
      exchange.sendResponseHeaders(200, -1);
    } else {
      exchange.sendResponseHeaders(200, length(file.content().length));
      exchange.getResponseBody().write(file.content());
    }
  }

  private void blob(HttpExchange exchange, String hash) throws IOException {
    byte[] content =
        files.values().stream()
            .filter(file -> file.isLarge() && file.hash().equals(hash))
            .findFirst()
            .orElseThrow()
            .content();
    int from = 0;
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range != null && ranges) {
      from = Integer.parseInt(range.replaceAll("[^0-9]", ""));
      if (from >= content.length) {
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, length(content.length - from));
    Integer cut = cuts.poll();
    int end = cut == null ? content.length : Math.min(content.length, from + cut);
    OutputStream out = exchange.getResponseBody();
    out.write(content, from, end - from);
    out.flush();
    served.addAndGet(end - from);
  }

  /** For this server 0 means a length that is not known. */
  private static long length(int bytes) {
    return bytes == 0 ? -1 : bytes;
  }

  static void json(HttpExchange exchange, String json) throws IOException {
    text(exchange, 200, "application/json", json);
  }

  static void text(HttpExchange exchange, int status, String type, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  static void error(HttpExchange exchange, int status, String code) throws IOException {
    if (!code.isEmpty()) {
      exchange.getResponseHeaders().set("X-Error-Code", code);
    }
    exchange.sendResponseHeaders(status, -1);
  }

  /** Answers requests whose path holds {@code part} with a status and an error code. */
  Fault refusing(String part, int status, String code) {
    return exchange -> {
      if (!exchange.getRequestURI().getRawPath().contains(part)) {
        return false;
      }
      error(exchange, status, code);
      return true;
    };
  }

  /** Puts all files of a folder into the repository, weights as large ones. */
  public FakeHub folder(Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.sorted().toList()) {
        String name = String.valueOf(path.getFileName());
        byte[] content = Files.readAllBytes(path);
        files.put(name, new Stored(content, name.endsWith(".safetensors")));
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    hub.stop(0);
    store.stop(0);
    threads.shutdownNow();
  }
}
