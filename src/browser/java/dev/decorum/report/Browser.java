package dev.decorum.report;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The Chromium of this machine, without a window. Nothing is downloaded for it. */
final class Browser implements AutoCloseable {
  private static final Pattern REQUEST =
      Pattern.compile("\"method\":\"Network.requestWillBeSent\".*?\"url\":\"([^\"]*)\"");

  private final ChromeDriver driver;
  private boolean scripts = true;

  Browser(Path profile) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(onPath("chromium", "chromium-browser", "google-chrome"));
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + profile.toAbsolutePath());
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    this.driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(onPath("chromedriver")))
                .usingAnyFreePort()
                .build(),
            options);
    driver.executeCdpCommand("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
  }

  private static String onPath(String... names) {
    for (String name : names) {
      for (String folder :
          Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator, -1)) {
        Path file = Path.of(folder, name);
        if (Files.isExecutable(file)) {
          return file.toString();
        }
      }
    }
    throw new IllegalStateException(
        "the browser test needs "
            + String.join(" or ", names)
            + " on the PATH (Debian: apt install chromium chromium-driver)");
  }

  ChromeDriver driver() {
    return driver;
  }

  /**
   * Opens a page and waits until it is painted: Chromium drops keys and clicks that come before the
   * first frame of a new document.
   */
  void open(Path page) {
    logged(LogType.PERFORMANCE);
    driver.get(page.toUri().toString());
    settle();
  }

  /** Leaves the page, so that what is set next is not painted on it. */
  void leave() {
    driver.get("about:blank");
  }

  Object run(String script, Object... arguments) {
    return Objects.requireNonNullElse(
        ((JavascriptExecutor) driver).executeScript(script, arguments), "null");
  }

  long number(String expression) {
    return ((Number) run("return " + expression)).longValue();
  }

  String text(String expression) {
    return String.valueOf(run("return " + expression));
  }

  /** A window of {@code width} CSS pixels. */
  void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    settle();
  }

  /** As if the system were {@code light} or {@code dark}. */
  void prefer(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    settle();
  }

  /** Saves what is downloaded to {@code folder}, without asking. */
  void saveTo(Path folder) {
    driver.executeCdpCommand(
        "Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", folder.toAbsolutePath().toString()));
  }

  /** With or without scripts. */
  void allowScripts(boolean allowed) {
    scripts = allowed;
    driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !allowed));
  }

  /** Waits until observers of sizes have run and what they changed is painted. */
  private void settle() {
    if (!scripts) {
      return;
    }
    driver.executeAsyncScript(
        "const done = arguments[0];"
            + "requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)))");
  }

  /** What was complained of since the last call, to the console or by the browser itself. */
  List<String> complaints() {
    return logged(LogType.BROWSER);
  }

  /** Where anything was asked for since the page was opened. */
  Set<String> requests() {
    Set<String> urls = new TreeSet<>();
    for (String event : logged(LogType.PERFORMANCE)) {
      Matcher request = REQUEST.matcher(event);
      if (request.find()) {
        urls.add(request.group(1));
      }
    }
    return urls;
  }

  private List<String> logged(String type) {
    List<String> messages = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(type)) {
      messages.add(entry.getMessage());
    }
    return messages;
  }

  /** The whole page as a picture. */
  void screenshot(Path file) throws IOException {
    settle();
    save(
        driver.executeCdpCommand(
            "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true)),
        file);
  }

  /** The page as it is printed. */
  void print(Path file) throws IOException {
    save(
        driver.executeCdpCommand(
            "Page.printToPDF",
            Map.of("preferCSSPageSize", true, "paperWidth", 8.27, "paperHeight", 11.69)),
        file);
  }

  private static void save(Map<String, Object> result, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(String.valueOf(result.get("data"))));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
