package dev.decorum.hub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The content of an answer, read as it comes. Unlike the streams of {@code java.net.http}, it fails
 * when nothing comes for too long.
 */
final class Body implements HttpResponse.BodySubscriber<Body>, AutoCloseable {

  /** What the connection delivers: some bytes, or its end. */
  private record Delivery(List<ByteBuffer> bytes, boolean isLast, @Nullable Throwable failure) {}

  private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
  private final Duration idle;
  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean closed;

  /**
   * @param idle how long nothing may come
   */
  Body(Duration idle) {
    this.idle = idle;
  }

  @Override
  public CompletionStage<Body> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription connection) {
    subscription = connection;
    if (closed) {
      connection.cancel();
    } else {
      connection.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    deliveries.add(new Delivery(bytes, false, null));
  }

  @Override
  public void onError(Throwable failure) {
    deliveries.add(new Delivery(List.of(), true, failure));
  }

  @Override
  public void onComplete() {
    deliveries.add(new Delivery(List.of(), true, null));
  }

  /**
   * Waits for the next bytes.
   *
   * @return null at the end, after which nothing may be asked for
   * @throws IOException if the connection is cut or idle for too long
   */
  @Nullable List<ByteBuffer> next() throws IOException, InterruptedException {
    Delivery delivery = deliveries.poll(idle.toMillis(), TimeUnit.MILLISECONDS);
    if (delivery == null) {
      close();
      throw new IOException("nothing came for " + idle.toSeconds() + " seconds");
    }
    if (delivery.failure() != null) {
      throw new IOException("the connection was cut", delivery.failure());
    }
    if (delivery.isLast()) {
      return null;
    }
    Flow.Subscription connection = subscription;
    if (connection != null) {
      connection.request(1);
    }
    return delivery.bytes();
  }

  /**
   * Reads all of it.
   *
   * @param limit no more than so many bytes
   * @throws HubException if there are more
   */
  byte[] readAll(int limit, String what) throws IOException, InterruptedException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (List<ByteBuffer> bytes = next(); bytes != null; bytes = next()) {
      for (ByteBuffer buffer : bytes) {
        if (all.size() + buffer.remaining() > limit) {
          throw new HubException(what + ": more than " + limit + " bytes, which cannot be right");
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(copy);
        all.writeBytes(copy);
      }
    }
    return all.toByteArray();
  }

  /** Gives the connection up if there is still something to come. */
  @Override
  public void close() {
    closed = true;
    Flow.Subscription connection = subscription;
    if (connection != null) {
      connection.cancel();
    }
  }
}
