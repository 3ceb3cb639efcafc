package dev.decorum.read;

/** Hears what a reader decides by itself, so that the user can be told. */
public interface InputListener {

  /**
   * The format of a file was told from its content.
   *
   * @param because the fields that decided, as the end of a sentence
   */
  void formatDetected(String file, InputFormat format, String because);

  /** Something that is no error but that the user may not expect; names the file. */
  void warning(String message);

  /** Hears nothing. */
  static InputListener silent() {
    return new InputListener() {
      @Override
      public void formatDetected(String file, InputFormat format, String because) {}

      @Override
      public void warning(String message) {}
    };
  }
}
