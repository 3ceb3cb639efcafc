package dev.decorum.terminal;

import dev.decorum.report.LineFolding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Output to a terminal, line by line: a line that is wider than the terminal now is folded, and the
 * status line makes room for it.
 */
public final class FoldedOutput extends OutputStream {
  private final OutputStream out;
  private final Terminal terminal;
  private final StatusArea status;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  public FoldedOutput(OutputStream out, Terminal terminal, StatusArea status) {
    this.out = out;
    this.terminal = terminal;
    this.status = status;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] == '\n') {
        line.write(bytes, from, i - from);
        addFolded(whole);
        whole.write('\n');
        from = i + 1;
      }
    }
    line.write(bytes, from, offset + length - from);
    if (whole.size() > 0) {
      status.above(out, whole.toByteArray());
    }
  }

  private void addFolded(ByteArrayOutputStream whole) {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    List<String> parts = LineFolding.fold(text, terminal.columns());
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0) {
        whole.write('\n');
      }
      whole.writeBytes(shown(parts.get(i)).getBytes(StandardCharsets.UTF_8));
    }
  }

  private String shown(String text) {
    return terminal.isAscii() ? AsciiDrawing.of(text) : text;
  }

  /** Writes the beginning of a line, too. */
  @Override
  public synchronized void flush() throws IOException {
    if (line.size() > 0) {
      ByteArrayOutputStream begun = new ByteArrayOutputStream();
      addFolded(begun);
      status.above(out, begun.toByteArray());
    }
    out.flush();
  }

  @Override
  public void close() throws IOException {
    flush();
    out.close();
  }
}
