package dev.decorum.hub;

import dev.decorum.disk.FailureReason;
import dev.decorum.disk.UserFolders;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the user has set for the hub, in the environment variables that Hugging Face's own libraries
 * read: where the cache is, which hub it is, with which token, and whether it may be asked at all.
 */
public final class HubSettings {
  private static final String DEFAULT_ENDPOINT = "https://huggingface.co";
  private static final Set<String> YES = Set.of("1", "ON", "YES", "TRUE");
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

  /** The highest number that a port can have. */
  static final int HIGHEST_PORT = 0xffff;

  private final Map<String, String> environment;

  /**
   * @param environment the environment variables
   */
  public HubSettings(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  private Path home() {
    return UserFolders.home(environment)
        .orElseThrow(
            () ->
                new HubException(
                    "this user has no home folder; set HF_HOME to the folder where models of the"
                        + " hub are kept"));
  }

  /** The cache. It need not exist. */
  public HubCache cache() {
    return new HubCache(cacheRoot());
  }

  private Path cacheRoot() {
    for (String name : new String[] {"HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"}) {
      Optional<String> value = value(name);
      if (value.isPresent()) {
        return path(name, value.get());
      }
    }
    return hubHome().resolve("hub");
  }

  private Path hubHome() {
    Optional<String> own = value("HF_HOME");
    if (own.isPresent()) {
      return path("HF_HOME", own.get());
    }
    return value("XDG_CACHE_HOME")
        .map(caches -> path("XDG_CACHE_HOME", caches))
        .orElseGet(() -> home().resolve(".cache"))
        .resolve("huggingface");
  }

  private Path path(String name, String value) {
    try {
      return value.equals("~") || value.startsWith("~/")
          ? home().resolve(value.substring(Math.min(2, value.length())))
          : Path.of(value);
    } catch (InvalidPathException e) {
      throw new HubException(name + ": \"" + value + "\" is not the name of a folder", e);
    }
  }

  /**
   * The address of the hub, without a slash at its end.
   *
   * @throws HubException if {@code HF_ENDPOINT} is not a web address
   */
  URI endpoint() {
    String text = value("HF_ENDPOINT").orElse(DEFAULT_ENDPOINT).replaceFirst("/+$", "");
    try {
      URI endpoint = new URI(text);
      String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
      if ((scheme.equals("https") || scheme.equals("http"))
          && endpoint.getHost() != null
          && endpoint.getRawUserInfo() == null
          && endpoint.getRawQuery() == null
          && endpoint.getRawFragment() == null) {
        if (endpoint.getPort() > HIGHEST_PORT) {
          throw new HubException("HF_ENDPOINT: there is no port " + endpoint.getPort());
        }
        return endpoint;
      }
    } catch (URISyntaxException e) {
      // Said below. The value is not, since it may hold a password.
    }
    throw new HubException(
        "HF_ENDPOINT is not the address of a hub; one looks like " + DEFAULT_ENDPOINT);
  }

  /**
   * The token that tells the hub who asks.
   *
   * @throws HubException if there is one that cannot be read or be a token
   */
  Optional<Token> token() {
    for (String name : new String[] {"HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"}) {
      Optional<String> value = value(name);
      if (value.isPresent()) {
        return Optional.of(token(name, value.get()));
      }
    }
    Path file =
        value("HF_TOKEN_PATH")
            .map(path -> path("HF_TOKEN_PATH", path))
            .orElseGet(() -> hubHome().resolve("token"));
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new HubException(file + ": is not a regular file");
    }
    try {
      String text = Files.readString(file).strip();
      return text.isEmpty() ? Optional.empty() : Optional.of(token(file.toString(), text));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new HubException(
          file + ": the token for the hub cannot be read (" + FailureReason.of(e) + ")", e);
    }
  }

  private static Token token(String origin, String text) {
    if (!TOKEN.matcher(text).matches()) {
      throw new HubException(
          origin + ": holds characters that no token has; a token is one word, such as hf_…");
    }
    return new Token(origin, text);
  }

  /**
   * The variable that forbids to ask the hub, if one is set.
   *
   * @return its name
   */
  public Optional<String> offline() {
    for (String name : new String[] {"HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"}) {
      if (YES.contains(value(name).orElse("").toUpperCase(Locale.ROOT))) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  HubProxies proxies() {
    return HubProxies.of(environment);
  }

  private Optional<String> value(String name) {
    String value = environment.getOrDefault(name, "").strip();
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /**
   * A secret that must not be shown.
   *
   * @param origin where it was found, which may be shown
   * @param secret the token itself
   */
  record Token(String origin, String secret) {
    @Override
    public String toString() {
      return "token of " + origin;
    }
  }
}
