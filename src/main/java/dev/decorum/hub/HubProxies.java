package dev.decorum.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that environment variables name: {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code
 * ALL_PROXY}, also in lower case, except for the hosts of {@code NO_PROXY}. Without any, those that
 * Java is set to.
 */
final class HubProxies extends ProxySelector {
  /** Scheme, user, password, host and port, of which only the host is needed. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:([a-z0-9]+)://)?(?:([^:@/]*)(?::([^@/]*))?@)?(\\[[0-9a-fA-F:.]+\\]|[\\w.-]+)(?::([0-9]{1,5}))?/?",
          Pattern.CASE_INSENSITIVE);

  private static final int DEFAULT_PORT = 80;

  /** A proxy, and the credentials that it requires. */
  private record Server(InetSocketAddress address, @Nullable String authorization) {}

  private final @Nullable Server forHttps;
  private final @Nullable Server forHttp;
  private final List<String> exceptions;

  private HubProxies(@Nullable Server forHttps, @Nullable Server forHttp, List<String> exceptions) {
    this.forHttps = forHttps;
    this.forHttp = forHttp;
    this.exceptions = exceptions;
  }

  /**
   * @throws HubException if a variable names no proxy
   */
  static HubProxies of(Map<String, String> environment) {
    List<String> exceptions = new ArrayList<>();
    for (String entry : value(environment, "NO_PROXY").split("[\\s,]+", -1)) {
      if (!entry.isEmpty()) {
        exceptions.add(entry.toLowerCase(Locale.ROOT));
      }
    }
    return new HubProxies(
        server(environment, "HTTPS_PROXY"), server(environment, "HTTP_PROXY"), exceptions);
  }

  private static String value(Map<String, String> environment, String name) {
    String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "").strip();
    return lower.isEmpty() ? environment.getOrDefault(name, "").strip() : lower;
  }

  private static @Nullable Server server(Map<String, String> environment, String variable) {
    String name = value(environment, variable).isEmpty() ? "ALL_PROXY" : variable;
    String value = value(environment, name);
    if (value.isEmpty()) {
      return null;
    }
    Matcher address = ADDRESS.matcher(value);
    // The value may hold a password, so it is not shown.
    if (!address.matches()) {
      throw new HubException(
          name + " is not the address of a proxy; one looks like http://proxy.example.org:8080");
    }
    String scheme = address.group(1);
    if (scheme != null && !scheme.equalsIgnoreCase("http")) {
      throw new HubException(
          name + " names a proxy of the kind " + scheme + "://, but only http:// can be used");
    }
    String port = address.group(5);
    int number = port == null ? DEFAULT_PORT : Integer.parseInt(port);
    if (number > 0xffff) {
      throw new HubException(name + ": there is no port " + number);
    }
    String host = address.group(4).replaceAll("[\\[\\]]", "");
    return new Server(InetSocketAddress.createUnresolved(host, number), authorization(address));
  }

  private static @Nullable String authorization(Matcher address) {
    String user = address.group(2);
    if (user == null) {
      return null;
    }
    String password = address.group(3);
    String both = decoded(user) + ":" + (password == null ? "" : decoded(password));
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return part;
    }
  }

  private @Nullable Server server(URI uri) {
    Server server = "https".equalsIgnoreCase(uri.getScheme()) ? forHttps : forHttp;
    return server == null || isException(uri) ? null : server;
  }

  private boolean isException(URI uri) {
    String host = uri.getHost().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
    for (String exception : exceptions) {
      String name = exception.replaceFirst("^\\*?\\.", "").replaceAll("[\\[\\]]", "");
      if (exception.equals("*")
          || host.equals(name)
          || host.endsWith("." + name)
          || (host + ":" + uri.getPort()).equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** What has to be sent along as {@code Proxy-Authorization} to reach this address. */
  Optional<String> authorization(URI uri) {
    Server server = server(uri);
    return server == null ? Optional.empty() : Optional.ofNullable(server.authorization());
  }

  /** The proxy between here and this address, as {@code HOST:PORT}. */
  Optional<String> between(URI uri) {
    for (Proxy proxy : select(uri)) {
      if (proxy.address() instanceof InetSocketAddress address) {
        return Optional.of(address.getHostString() + ":" + address.getPort());
      }
    }
    return Optional.empty();
  }

  @Override
  public List<Proxy> select(URI uri) {
    Server server = server(uri);
    if (server != null) {
      return List.of(new Proxy(Proxy.Type.HTTP, server.address()));
    }
    ProxySelector ofJava = ProxySelector.getDefault();
    boolean isSet = forHttps != null || forHttp != null || !exceptions.isEmpty();
    return isSet || ofJava == null ? List.of(Proxy.NO_PROXY) : ofJava.select(uri);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // Whoever asked gets the exception, too.
  }
}
