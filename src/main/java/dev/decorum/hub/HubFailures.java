package dev.decorum.hub;

import dev.decorum.disk.FailureReason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with the hub, in words that say what to do. Of addresses only the host is named:
 * the rest may hold a signature that gives access to anybody.
 */
final class HubFailures {
  private final URI endpoint;
  private final HubSettings.@Nullable Token token;
  private final HubProxies proxies;
  private final ModelReference reference;

  HubFailures(
      URI endpoint,
      HubSettings.@Nullable Token token,
      HubProxies proxies,
      ModelReference reference) {
    this.endpoint = endpoint;
    this.token = token;
    this.proxies = proxies;
    this.reference = reference;
  }

  /** The host of an address, with its port where that is not the usual one. */
  String host(URI uri) {
    return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  private boolean isHub(URI uri) {
    return host(uri).equalsIgnoreCase(host(endpoint));
  }

  private String page() {
    return endpoint + "/" + reference.repository();
  }

  /** A connection that was not made or has ended too early, with its reason in a few words. */
  IOException connection(URI uri, IOException e) {
    String proxy = proxies.between(uri).orElse(null);
    String peer = proxy == null ? host(uri) : "the proxy " + proxy;
    String message = String.valueOf(e.getMessage());
    if (message.startsWith("Tunnel failed")) {
      throw new HubException(
          peer
              + " refuses connections to "
              + host(uri)
              + " ("
              + message.replaceAll("[^0-9]", "")
              + "); NO_PROXY lists hosts to be reached without it",
          e);
    }
    if (isCausedBy(e, UnresolvedAddressException.class)
        || isCausedBy(e, UnknownHostException.class)) {
      return new PermanentFailureException(
          peer
              + ": the host is unknown, or there is no network"
              + (proxy == null
                  ? "; set HTTPS_PROXY to use a proxy, HF_ENDPOINT to use another hub"
                  : "; see HTTPS_PROXY and NO_PROXY"),
          e);
    }
    if (e instanceof HttpConnectTimeoutException) {
      return new IOException(peer + " does not answer", e);
    }
    if (e instanceof HttpTimeoutException) {
      return new IOException(peer + " accepts the connection, but does not answer", e);
    }
    if (e instanceof ConnectException) {
      return new PermanentFailureException(
          peer
              + " accepts no connection"
              + (proxy == null ? "; see HF_ENDPOINT" : "; see HTTPS_PROXY and NO_PROXY"),
          e);
    }
    if (isCausedBy(e, SSLException.class)) {
      return new PermanentFailureException(
          "no secure connection to "
              + host(uri)
              + " ("
              + FailureReason.of(e)
              + "); if a firewall inspects connections, Java needs its certificate:"
              + " DECORUM_OPTS=-Djavax.net.ssl.trustStore=FILE",
          e);
    }
    return new IOException(
        "the connection to " + host(uri) + " was cut (" + FailureReason.of(e) + ")", e);
  }

  private static boolean isCausedBy(Throwable e, Class<? extends Throwable> kind) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  /** An answer that will be the same the next time. */
  HubException answer(URI uri, int status, HttpHeaders headers) {
    String code = headers.firstValue("X-Error-Code").orElse("");
    String proxy = proxies.between(uri).orElse(null);
    if (status == 407) {
      return new HubException(
          (proxy == null ? "a proxy" : "the proxy " + proxy)
              + " requires a user name and a password (407), or other ones:"
              + " HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT");
    }
    if (!isHub(uri)) {
      return new HubException(
          host(uri) + ", where the hub keeps files of " + reference + ", answers " + status);
    }
    RepositoryId repository = reference.repository();
    if (code.equals("GatedRepo")) {
      return new HubException(
          repository
              + " is open only to those who accept its terms: accept them on "
              + page()
              + (token == null
                  ? ", and set HF_TOKEN to a token of that account"
                  : "; the account of the " + token + " has not"));
    }
    return new HubException(
        switch (status) {
          case 401 -> unauthorized(repository);
          case 403 ->
              host(uri)
                  + " does not give "
                  + repository
                  + " to "
                  + (token == null
                      ? "users who are not logged in; set HF_TOKEN to a token"
                      : "the account of the " + token + "; it needs the right to read repositories")
                  + " (403"
                  + shown(code)
                  + ")";
          case 404 -> notFound(uri, code, repository);
          default -> host(uri) + " answers " + status + shown(code) + " for " + reference;
        });
  }

  private String unauthorized(RepositoryId repository) {
    return host(endpoint)
        + (token == null
            ? " wants a login for "
                + repository
                + " (401): often there is no such repository, or it is private; check the"
                + " spelling, or set HF_TOKEN to a token that may read it"
            : " refuses the "
                + token
                + " (401), or there is no repository "
                + repository
                + ", or that token may not read it");
  }

  private String notFound(URI uri, String code, RepositoryId repository) {
    return switch (code) {
      case "RepoNotFound" ->
          host(uri) + " has no repository " + repository + ", or you may not see it (404)";
      case "RevisionNotFound" ->
          repository + " has no revision " + reference.revision() + "; see " + page() + "/commits";
      case "EntryNotFound" ->
          host(uri) + " lists a file of " + reference + " that it does not have (404)";
      default ->
          host(uri)
              + " knows nothing of "
              + reference
              + " (404); is that the address of a hub? See HF_ENDPOINT";
    };
  }

  private static String shown(String code) {
    return code.matches("[A-Za-z]{1,40}") ? ", " + code : "";
  }

  /** Something that is not the hub has answered. */
  HubException noJson(URI uri, @Nullable Throwable cause) {
    String message =
        host(uri)
            + " answers with something that is not a hub's list; a network that wants you to log"
            + " in first, or a proxy, may have answered in its place";
    return cause == null ? new HubException(message) : new HubException(message, cause);
  }

  /** A failure that has stayed for so many tries. */
  HubException lasting(IOException e, int tries) {
    String after = tries == 1 ? "" : ", even after " + tries + " tries";
    if (e instanceof PermanentFailureException) {
      return new HubException(e.getMessage() + after, e);
    }
    if (e instanceof RetryableStatusException answer) {
      String why =
          switch (answer.status()) {
            case 429 ->
                ": too many requests from here"
                    + (token == null ? "; more are allowed with a token in HF_TOKEN" : "");
            case 408 -> ": the request took too long";
            default -> ": the server has failed";
          };
      return new HubException(answer.getMessage() + after + why + "; " + AGAIN, e);
    }
    return new HubException(e.getMessage() + after + "; " + AGAIN, e);
  }

  private static final String AGAIN = "the same command later goes on where this one stopped";

  /** A failure that waiting does not cure, unless there was a connection before. */
  static final class PermanentFailureException extends IOException {
    private static final long serialVersionUID = 1L;

    PermanentFailureException(String message, IOException cause) {
      super(message, cause);
    }
  }
}
