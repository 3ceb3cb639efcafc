package dev.decorum.run;

import dev.decorum.model.StartingPoint;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A starting point that was opened, with a tokenizer that was made for it, if one was. */
final class OpenedStart implements Closeable {
  private final StartingPoint start;

  private OpenedStart(StartingPoint start) {
    this.start = start;
  }

  /** Opens what a training starts from, and reports what people have to know about it. */
  static OpenedStart open(TrainRequest request, RunListener listener) throws IOException {
    StartRequest wanted = request.start();
    Map<String, Integer> shape = wanted.shape();
    StartingPoint start;
    if (shape == null) {
      ModelRequest model = wanted.model();
      ModelLocation location = model.location();
      start =
          location == null
              ? StartingPoint.demo(model.appropriateLabel(), wanted.newHead())
              : StartingPoint.open(location.folder(), model.appropriateLabel(), wanted.newHead());
    } else {
      Path tokenizer = wanted.tokenizer();
      if (tokenizer == null) {
        throw new IllegalStateException("to be made");
      }
      start = StartingPoint.fromScratch(shape, tokenizer);
    }
    start.notices().forEach(notice -> listener.note(start.name() + ": " + notice));
    start.notes().forEach(note -> listener.detail(start.name() + ": " + note));
    return new OpenedStart(start);
  }

  StartingPoint start() {
    return start;
  }

  @Override
  public void close() throws IOException {}
}
