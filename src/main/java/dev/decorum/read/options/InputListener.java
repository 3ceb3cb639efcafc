package dev.decorum.read.options;

import java.util.List;
import java.util.function.Consumer;

/** Hears what a reader decides by itself, so that the user can be told. */
public interface InputListener {

  /**
   * The layout of a file was recognised from its content.
   *
   * @param because the fields that decided, as the end of a sentence
   */
  void formatDetected(String file, String layout, String because);

  /** Something that is not an error but that the user may not expect; names the file. */
  void warning(String message);

  /** A detail of how the file is understood. */
  default void note(String message) {}

  /** A row is of this layout. Is said of every row that is told from its content. */
  default void rowOf(String file, String layout) {}

  /**
   * Fields of a row look like text and were not used. Layouts say it of every row; users are told
   * of each field once.
   */
  default void unused(String file, List<String> fields) {}

  /** Puts what it hears into sentences. */
  static InputListener telling(Consumer<String> sentences) {
    return new InputListener() {
      @Override
      public void formatDetected(String file, String layout, String because) {
        sentences.accept(file + ": read as " + layout + ", because " + because);
      }

      @Override
      public void warning(String message) {
        sentences.accept(message);
      }

      @Override
      public void note(String message) {
        sentences.accept(message);
      }

      @Override
      public void unused(String file, List<String> fields) {
        for (String field : fields) {
          sentences.accept(file + ": the field \"" + field + "\" holds a text that is not used");
        }
      }
    };
  }

  /** Hears nothing. */
  static InputListener silent() {
    return new InputListener() {
      @Override
      public void formatDetected(String file, String layout, String because) {}

      @Override
      public void warning(String message) {}
    };
  }
}
